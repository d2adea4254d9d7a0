package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x25 充电过程 BMS 信息. The battery's extremes and warnings. */
public record BmsInfo(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer maxCellVoltageNo,
        @Nullable Integer batteryMaxCelsius,
        @Nullable Integer maxTempPointNo,
        @Nullable Integer batteryMinCelsius,
        @Nullable Integer minTempPointNo,
        @Nullable Integer statusByte1,
        @Nullable Integer statusByte2)
        implements Uplink, AtGun {
    public static final Codec<BmsInfo> CODEC = Codec.of(
            31,
            in -> new BmsInfo(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("maxCellVoltageNo", 1),
                    in.celsius("batteryMaxTemp"),
                    in.u8("maxTempPointNo", 1),
                    in.celsius("batteryMinTemp"),
                    in.u8("minTempPointNo", 1),
                    in.u8("statusByte1"),
                    in.u8("statusByte2")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.maxCellVoltageNo, 1)
                    .celsius(m.batteryMaxCelsius)
                    .u8(m.maxTempPointNo, 1)
                    .celsius(m.batteryMinCelsius)
                    .u8(m.minTempPointNo, 1)
                    .u8(m.statusByte1)
                    .u8(m.statusByte2));
}
