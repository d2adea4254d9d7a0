package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x0A 计费模型请求应答. Answers 0x09. */
public record BillingReply(PileNo pileNo, @Nullable String billingModelNo, BillingModel model) implements Downlink {
    public static final Codec<BillingReply> CODEC = Codec.of(
            90,
            in -> new BillingReply(in.pileNo(), in.bcd("billingModelNo", 2), BillingModel.read(in)),
            (m, out) -> m.model.write(out.pileNo(m.pileNo).bcd(m.billingModelNo, 2)));
}
