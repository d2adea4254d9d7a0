package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x40 交易记录确认. Says that a record was kept, not that it is settled. The only frame without a pile number. */
public record TradeConfirm(TradeNo tradeNo, @Nullable Integer confirmResult) implements Downlink {
    public static final Codec<TradeConfirm> CODEC = Codec.of(
            17,
            in -> new TradeConfirm(in.tradeNo(), in.u8("confirmResult")),
            (m, out) -> out.tradeNo(m.tradeNo).u8(m.confirmResult));

    public static final int RECEIVED = 0;
    public static final int ILLEGAL = 1;

    public static TradeConfirm received(TradeNo tradeNo) {
        return new TradeConfirm(tradeNo, RECEIVED);
    }

    public static TradeConfirm illegal(TradeNo tradeNo) {
        return new TradeConfirm(tradeNo, ILLEGAL);
    }
}
