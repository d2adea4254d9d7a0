package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x58 计费模型设置. New prices for an idle pile. Answered by 0x57. */
public record BillingSet(PileNo pileNo, @Nullable String billingModelNo, BillingModel model) implements Downlink {
    public static final Codec<BillingSet> CODEC = Codec.of(
            90,
            in -> new BillingSet(in.pileNo(), in.bcd("billingModelNo", 2), BillingModel.read(in)),
            (m, out) -> m.model.write(out.pileNo(m.pileNo).bcd(m.billingModelNo, 2)));
}
