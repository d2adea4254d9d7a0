package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x1D 充电阶段 BMS 中止. Why the vehicle stopped, two bits a reason (reference 5.15). */
public record BmsAbort(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer bmsStopReason,
        @Nullable Integer bmsStopFault,
        @Nullable Integer bmsStopError)
        implements Uplink, AtGun {
    public static final Codec<BmsAbort> CODEC = Codec.of(
            28,
            in -> new BmsAbort(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("bmsStopReason"),
                    in.u16("bmsStopFault"),
                    in.u8("bmsStopError")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.bmsStopReason)
                    .u16(m.bmsStopFault)
                    .u8(m.bmsStopError));
}
