package io.ohmgate.ykc.message;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0xA2 运营平台确认并充启动充电. Answers 0xA1, gun by gun. */
public record ParallelConfirm(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable String logicalCardNo,
        @Nullable Money balance,
        @Nullable Integer authResult,
        @Nullable Integer failReason,
        @Nullable String parallelNo)
        implements Downlink, AtGun {
    public static final Codec<ParallelConfirm> CODEC = Codec.of(
            44,
            in -> new ParallelConfirm(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.bcd("logicalCardNo", 8),
                    in.balance("balance"),
                    in.u8("authResult"),
                    in.u8("failReason"),
                    in.bcd("parallelNo", 6)),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .bcd(m.logicalCardNo, 8)
                    .balance(m.balance)
                    .u8(m.authResult)
                    .u8(m.failReason)
                    .bcd(m.parallelNo, 6));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return authResult != null && authResult == SUCCESS;
    }
}
