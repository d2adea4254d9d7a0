package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x57 计费模型应答. Answers 0x58. */
public record BillingSetReply(PileNo pileNo, @Nullable Integer setResult) implements Uplink {
    public static final Codec<BillingSetReply> CODEC = Codec.of(
            8,
            in -> new BillingSetReply(in.pileNo(), in.u8("setResult")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.setResult));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return setResult != null && setResult == SUCCESS;
    }
}
