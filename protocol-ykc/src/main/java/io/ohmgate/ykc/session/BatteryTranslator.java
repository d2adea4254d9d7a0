package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.BatteryNote.Troubles;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.message.AtGun;
import io.ohmgate.ykc.message.BmsAbort;
import io.ohmgate.ykc.message.BmsDemand;
import io.ohmgate.ykc.message.BmsError;
import io.ohmgate.ykc.message.BmsHandshake;
import io.ohmgate.ykc.message.BmsInfo;
import io.ohmgate.ykc.message.BmsParams;
import io.ohmgate.ykc.message.CellPeak;
import io.ohmgate.ykc.message.ChargeEnd;
import io.ohmgate.ykc.message.ChargerAbort;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What battery and charger tell of each other (0x15, 0x17, 0x19, 0x1B, 0x1D, 0x21) in the gateway's words. Pure. */
final class BatteryTranslator {
    /** Two bits tell one cause; 00 is "no". Codes are where the bits are: see reference 5.14 to 5.16. */
    private static final int GROUP_BITS = 2;

    private static final int GROUP = 0b11;
    /** In an abort the fault's bits are numbered from here, the error's from there. */
    static final int FAULT_FROM = 0x10;

    static final int ERROR_FROM = 0x20;

    private static final int WARNING_GROUPS = 6;
    private static final int TWO_SIDED_GROUPS = 2;
    private static final int WARNING_STEP = 4;

    private static final int VIN_SHOWN = 4;
    private static final int VIN_LENGTH = 17;

    private BatteryTranslator() {}

    static PileReport demand(BmsDemand m) {
        CellPeak cell = m.maxCell();
        return new PileReport.BatteryReported(
                m.gun(),
                m.tradeNo(),
                m.bmsDemandDeciVolts(),
                flowing(m.bmsDemandDeciAmperes()),
                m.socPercent(),
                m.estRemainingMinutes(),
                null,
                null,
                m.bmsMeasuredDeciVolts(),
                flowing(m.bmsMeasuredDeciAmperes()),
                cell == null || cell.centiVolts() == 0 ? null : cell.centiVolts(),
                List.of());
    }

    static PileReport info(BmsInfo m) {
        return new PileReport.BatteryReported(
                m.gun(),
                m.tradeNo(),
                null,
                null,
                null,
                null,
                m.batteryMaxCelsius(),
                m.batteryMinCelsius(),
                null,
                null,
                null,
                warnings(m));
    }

    /** Voltage and state of charge may be too high or too low; of the others 01 is the warning and 10 only a doubt. */
    private static List<Integer> warnings(BmsInfo m) {
        int bits = orZero(m.statusByte1()) | orZero(m.statusByte2()) << Byte.SIZE;
        List<Integer> codes = new ArrayList<>();
        for (int group = 0; group < WARNING_GROUPS; group++) {
            int value = bits >> (group * GROUP_BITS) & GROUP;
            if (value == 1 || (value == 2 && group < TWO_SIDED_GROUPS)) {
                codes.add(group * WARNING_STEP + value);
            }
        }
        return codes;
    }

    private static int orZero(@Nullable Integer bits) {
        return bits == null ? 0 : bits;
    }

    static PileReport handshake(BmsHandshake m) {
        return noted(
                m,
                m.tradeNo(),
                new BatteryNote.Handshake(
                        m.batteryType(),
                        m.ratedDeciAmpereHours(),
                        m.ratedDeciVolts(),
                        printable(m.batteryVendor()),
                        m.productionYear(),
                        m.chargeCount(),
                        maskedVin(m.vin())));
    }

    static PileReport limits(BmsParams m) {
        return noted(
                m,
                m.tradeNo(),
                new BatteryNote.Limits(
                        m.cellMaxCentiVolts(),
                        flowing(m.maxChargeDeciAmperes()),
                        m.nominalDeciKwh(),
                        m.maxChargeDeciVolts(),
                        m.maxCelsius(),
                        m.socPermille(),
                        m.batteryDeciVolts(),
                        m.chargerMaxDeciVolts(),
                        m.chargerMinDeciVolts(),
                        flowing(m.chargerMaxDeciAmperes()),
                        flowing(m.chargerMinDeciAmperes())));
    }

    static PileReport end(ChargeEnd m) {
        return noted(
                m,
                m.tradeNo(),
                new BatteryNote.EndStatistics(
                        m.stopSocPercent(),
                        m.cellMinCentiVolts(),
                        m.cellMaxCentiVolts(),
                        m.batteryMinCelsius(),
                        m.batteryMaxCelsius(),
                        m.chargedMinutes(),
                        m.outputDeciKwh()));
    }

    /** Byte by byte: the code is eight times the byte's number plus the group's first bit. */
    static PileReport error(BmsError m) {
        List<Integer> codes = new ArrayList<>();
        String bytes = m.errorBytes();
        if (bytes != null) {
            byte[] raw = HexFormat.of().parseHex(bytes);
            for (int i = 0; i < raw.length; i++) {
                add(codes, raw[i] & 0xFF, i * Byte.SIZE, Byte.SIZE);
            }
        }
        return noted(m, m.tradeNo(), new Troubles(Troubles.Kind.ERROR, codes));
    }

    static PileReport abort(BmsAbort m) {
        return noted(
                m,
                m.tradeNo(),
                new Troubles(
                        Troubles.Kind.VEHICLE_STOPPED, causes(m.bmsStopReason(), m.bmsStopFault(), m.bmsStopError())));
    }

    static PileReport abort(ChargerAbort m) {
        return noted(
                m,
                m.tradeNo(),
                new Troubles(
                        Troubles.Kind.CHARGER_STOPPED,
                        causes(m.chargerStopReason(), m.chargerStopFault(), m.chargerStopError())));
    }

    private static List<Integer> causes(@Nullable Integer reason, @Nullable Integer fault, @Nullable Integer error) {
        List<Integer> codes = new ArrayList<>();
        add(codes, reason == null ? 0 : reason, 0, Byte.SIZE);
        add(codes, fault == null ? 0 : fault, FAULT_FROM, Short.SIZE);
        add(codes, error == null ? 0 : error, ERROR_FROM, Byte.SIZE);
        return codes;
    }

    private static void add(List<Integer> codes, int bits, int first, int width) {
        for (int bit = 0; bit < width; bit += GROUP_BITS) {
            if ((bits >> bit & GROUP) != 0) {
                codes.add(first + bit);
            }
        }
    }

    private static PileReport noted(AtGun at, TradeNo tradeNo, BatteryNote note) {
        return new PileReport.BatteryNoted(at.gun(), tradeNo, note);
    }

    /** The vehicle's currents are negative while it charges; shown as what flows. */
    private static @Nullable Integer flowing(@Nullable Integer deciAmperes) {
        return deciAmperes == null ? null : Math.abs(deciAmperes);
    }

    /** The last characters tell one vehicle from another on a screen and no more; null if the vehicle told none. */
    static @Nullable String maskedVin(@Nullable String vin) {
        String text = printable(vin);
        if (text == null) {
            return null;
        }
        String shown = text.length() < VIN_LENGTH ? "" : text.substring(text.length() - VIN_SHOWN);
        return "*".repeat(text.length() - shown.length()) + shown;
    }

    /** A field of a frame may hold anything; what is kept of it can be printed. */
    private static @Nullable String printable(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
