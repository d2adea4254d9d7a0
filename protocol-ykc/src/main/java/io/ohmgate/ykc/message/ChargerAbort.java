package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x21 充电阶段充电机中止. Why the charger stopped, two bits a reason (reference 5.16). */
public record ChargerAbort(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer chargerStopReason,
        @Nullable Integer chargerStopFault,
        @Nullable Integer chargerStopError)
        implements Uplink, AtGun {
    public static final Codec<ChargerAbort> CODEC = Codec.of(
            28,
            in -> new ChargerAbort(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("chargerStopReason"),
                    in.u16("chargerStopFault"),
                    in.u8("chargerStopError")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.chargerStopReason)
                    .u16(m.chargerStopFault)
                    .u8(m.chargerStopError));
}
