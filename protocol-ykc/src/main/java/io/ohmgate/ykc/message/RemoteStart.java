package io.ohmgate.ykc.message;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x34 运营平台远程控制启机. Asks a gun to start. Answered by {@link RemoteStartReply}, perhaps twice. */
public record RemoteStart(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable String logicalCardNo,
        @Nullable String physicalCardNo,
        @Nullable Money balance)
        implements Downlink, AtGun {
    public static final Codec<RemoteStart> CODEC = Codec.of(
            44,
            in -> new RemoteStart(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.bcd("logicalCardNo", 8),
                    in.hex("physicalCardNo", 8),
                    in.balance("balance")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .bcd(m.logicalCardNo, 8)
                    .hex(m.physicalCardNo, 8)
                    .balance(m.balance));
}
