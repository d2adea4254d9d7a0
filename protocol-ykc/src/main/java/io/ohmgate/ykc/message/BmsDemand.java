package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/**
 * 0x23 充电过程 BMS 需求与充电机输出. What the vehicle asks for and gets. Currents are negative while charging; some piles send
 * the output without the 400 A that are added to it (reference 5.17).
 */
public record BmsDemand(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer bmsDemandDeciVolts,
        @Nullable Integer bmsDemandDeciAmperes,
        @Nullable Integer chargeMode,
        @Nullable Integer bmsMeasuredDeciVolts,
        @Nullable Integer bmsMeasuredDeciAmperes,
        @Nullable CellPeak maxCell,
        @Nullable Integer socPercent,
        @Nullable Integer estRemainingMinutes,
        @Nullable Integer pileOutputDeciVolts,
        @Nullable Integer pileOutputDeciAmperes,
        @Nullable Integer chargedMinutes)
        implements Uplink, AtGun {
    public static final Codec<BmsDemand> CODEC = Codec.of(
            44,
            in -> new BmsDemand(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.deciVolts("bmsVoltageDemand"),
                    in.vehicleDeciAmperes("bmsCurrentDemand"),
                    in.u8("chargeMode"),
                    in.deciVolts("bmsMeasuredVoltage"),
                    in.vehicleDeciAmperes("bmsMeasuredCurrent"),
                    in.cellPeak("maxCellVoltage", "maxCellGroupNo"),
                    in.u8("soc"),
                    in.minutes("estRemainingMinutes"),
                    in.deciVolts("pileOutputVoltage"),
                    in.vehicleDeciAmperes("pileOutputCurrent"),
                    in.minutes("chargedMinutes")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .deciVolts(m.bmsDemandDeciVolts)
                    .vehicleDeciAmperes(m.bmsDemandDeciAmperes)
                    .u8(m.chargeMode)
                    .deciVolts(m.bmsMeasuredDeciVolts)
                    .vehicleDeciAmperes(m.bmsMeasuredDeciAmperes)
                    .cellPeak(m.maxCell)
                    .u8(m.socPercent)
                    .minutes(m.estRemainingMinutes)
                    .deciVolts(m.pileOutputDeciVolts)
                    .vehicleDeciAmperes(m.pileOutputDeciAmperes)
                    .minutes(m.chargedMinutes));
}
