package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x19 充电结束. Both sides' statistics at the end of a DC charge; for information only. */
public record ChargeEnd(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer stopSocPercent,
        @Nullable Integer cellMinCentiVolts,
        @Nullable Integer cellMaxCentiVolts,
        @Nullable Integer batteryMinCelsius,
        @Nullable Integer batteryMaxCelsius,
        @Nullable Integer chargedMinutes,
        @Nullable Integer outputDeciKwh,
        @Nullable Long chargerNo)
        implements Uplink, AtGun {
    public static final Codec<ChargeEnd> CODEC = Codec.of(
            39,
            in -> new ChargeEnd(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("stopSoc"),
                    in.centiVolts("cellMinVoltage"),
                    in.centiVolts("cellMaxVoltage"),
                    in.celsius("batteryMinTemp"),
                    in.celsius("batteryMaxTemp"),
                    in.minutes("chargedMinutes"),
                    in.tenths("outputEnergy"),
                    in.u32("chargerNo")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.stopSocPercent)
                    .centiVolts(m.cellMinCentiVolts)
                    .centiVolts(m.cellMaxCentiVolts)
                    .celsius(m.batteryMinCelsius)
                    .celsius(m.batteryMaxCelsius)
                    .minutes(m.chargedMinutes)
                    .tenths(m.outputDeciKwh)
                    .u32(m.chargerNo));
}
