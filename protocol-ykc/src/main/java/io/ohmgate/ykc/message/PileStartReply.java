package io.ohmgate.ykc.message;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x32 运营平台确认启动充电. Answers 0x31; the trade number is made here. */
public record PileStartReply(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable String logicalCardNo,
        @Nullable Money balance,
        @Nullable Integer authResult,
        @Nullable Integer failReason)
        implements Downlink, AtGun {
    public static final Codec<PileStartReply> CODEC = Codec.of(
            38,
            in -> new PileStartReply(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.bcd("logicalCardNo", 8),
                    in.balance("balance"),
                    in.u8("authResult"),
                    in.u8("failReason")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .bcd(m.logicalCardNo, 8)
                    .balance(m.balance)
                    .u8(m.authResult)
                    .u8(m.failReason));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return authResult != null && authResult == SUCCESS;
    }
}
