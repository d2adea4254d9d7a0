package io.ohmgate.ykc.message;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0xA4 运营平台远程控制并充启机. As 0x34, once for each gun of one vehicle. */
public record ParallelStart(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable String logicalCardNo,
        @Nullable String physicalCardNo,
        @Nullable Money balance,
        @Nullable String parallelNo)
        implements Downlink, AtGun {
    public static final Codec<ParallelStart> CODEC = Codec.of(
            50,
            in -> new ParallelStart(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.bcd("logicalCardNo", 8),
                    in.hex("physicalCardNo", 8),
                    in.balance("balance"),
                    in.bcd("parallelNo", 6)),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .bcd(m.logicalCardNo, 8)
                    .hex(m.physicalCardNo, 8)
                    .balance(m.balance)
                    .bcd(m.parallelNo, 6));
}
