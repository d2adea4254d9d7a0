package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x1B 错误报文. Timeouts between vehicle and charger, two bits each (reference 5.14). */
public record BmsError(
        TradeNo tradeNo, PileNo pileNo, int gunNo, @Nullable String errorBytes) implements Uplink, AtGun {
    public static final Codec<BmsError> CODEC = Codec.of(
            32,
            in -> new BmsError(in.tradeNo(), in.pileNo(), in.gunNo(), in.hex("errorBytes", 8)),
            (m, out) -> out.tradeNo(m.tradeNo).pileNo(m.pileNo).gunNo(m.gunNo).hex(m.errorBytes, 8));
}
