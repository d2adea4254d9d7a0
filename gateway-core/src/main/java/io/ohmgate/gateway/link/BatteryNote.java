package io.ohmgate.gateway.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the vehicle's battery management (BMS) and the charger tell of each other during a DC charge. Null means "not told". */
public sealed interface BatteryNote {
    /**
     * Who the battery is. The vehicle's number is masked where the frame is read: whole, it belongs in no table of ours.
     *
     * @param typeCode the protocol's code for the chemistry
     */
    record Handshake(
            @Nullable Integer typeCode,
            @Nullable Integer ratedDeciAmpereHours,
            @Nullable Integer ratedDeciVolts,
            @Nullable String vendor,
            @Nullable Integer productionYear,
            @Nullable Integer chargeCount,
            @Nullable String maskedVin)
            implements BatteryNote {}

    /** What battery and charger can do. Currents are what flows into the battery, so not negative. */
    record Limits(
            @Nullable Integer cellMaxCentiVolts,
            @Nullable Integer maxChargeDeciAmperes,
            @Nullable Integer nominalDeciKwh,
            @Nullable Integer maxChargeDeciVolts,
            @Nullable Integer maxCelsius,
            @Nullable Integer socPermille,
            @Nullable Integer batteryDeciVolts,
            @Nullable Integer chargerMaxDeciVolts,
            @Nullable Integer chargerMinDeciVolts,
            @Nullable Integer chargerMaxDeciAmperes,
            @Nullable Integer chargerMinDeciAmperes)
            implements BatteryNote {}

    /** What was measured while the charge runs; each kind of frame knows a part of it. */
    record Readings(
            @Nullable Integer measuredDeciVolts,
            @Nullable Integer measuredDeciAmperes,
            @Nullable Integer cellMaxCentiVolts,
            @Nullable Integer maxCelsius,
            @Nullable Integer minCelsius)
            implements BatteryNote {
        public static PileReport.BatteryNoted of(PileReport.BatteryReported told) {
            return new PileReport.BatteryNoted(
                    told.gun(),
                    told.tradeNo(),
                    new Readings(
                            told.measuredDeciVolts(),
                            told.measuredDeciAmperes(),
                            told.cellMaxCentiVolts(),
                            told.batteryMaxCelsius(),
                            told.batteryMinCelsius()));
        }
    }

    /** Both sides' statistics when the charge is over. For information: the record alone is what is billed. */
    record EndStatistics(
            @Nullable Integer socPercent,
            @Nullable Integer cellMinCentiVolts,
            @Nullable Integer cellMaxCentiVolts,
            @Nullable Integer minCelsius,
            @Nullable Integer maxCelsius,
            @Nullable Integer minutes,
            @Nullable Integer outputDeciKwh)
            implements BatteryNote {}

    /** Something went wrong, or somebody stopped: codes of the protocol's list {@code kind}, perhaps none that are known. */
    record Troubles(Kind kind, List<Integer> codes) implements BatteryNote {
        public Troubles {
            codes = List.copyOf(codes);
        }

        public static PileReport.BatteryNoted warningsOf(PileReport.BatteryReported told) {
            return new PileReport.BatteryNoted(told.gun(), told.tradeNo(), new Troubles(Kind.WARNING, told.warnings()));
        }

        /** Which list the codes are from. */
        public enum Kind {
            /** One side did not hear the other in time. */
            ERROR,
            /** The vehicle stopped the charge. */
            VEHICLE_STOPPED,
            /** The charger stopped the charge. */
            CHARGER_STOPPED,
            /** A warning of the battery while it charges. */
            WARNING
        }
    }
}
