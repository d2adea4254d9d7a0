package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x17 参数配置. The limits of battery and charger, once a DC charge. */
public record BmsParams(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
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
        implements Uplink, AtGun {
    public static final Codec<BmsParams> CODEC = Codec.of(
            45,
            in -> new BmsParams(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.centiVolts("cellMaxVoltage"),
                    in.vehicleDeciAmperes("maxChargeCurrent"),
                    in.tenths("nominalEnergy"),
                    in.deciVolts("maxChargeVoltage"),
                    in.celsius("maxTemp"),
                    in.tenths("soc"),
                    in.deciVolts("batteryVoltage"),
                    in.deciVolts("chargerMaxVoltage"),
                    in.deciVolts("chargerMinVoltage"),
                    in.vehicleDeciAmperes("chargerMaxCurrent"),
                    in.vehicleDeciAmperes("chargerMinCurrent")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .centiVolts(m.cellMaxCentiVolts)
                    .vehicleDeciAmperes(m.maxChargeDeciAmperes)
                    .tenths(m.nominalDeciKwh)
                    .deciVolts(m.maxChargeDeciVolts)
                    .celsius(m.maxCelsius)
                    .tenths(m.socPermille)
                    .deciVolts(m.batteryDeciVolts)
                    .deciVolts(m.chargerMaxDeciVolts)
                    .deciVolts(m.chargerMinDeciVolts)
                    .vehicleDeciAmperes(m.chargerMaxDeciAmperes)
                    .vehicleDeciAmperes(m.chargerMinDeciAmperes));
}
