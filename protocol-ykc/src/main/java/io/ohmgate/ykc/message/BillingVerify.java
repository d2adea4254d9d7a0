package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x05 计费模型验证请求. Names the billing model the pile holds; {@link #NO_MODEL} if none. */
public record BillingVerify(PileNo pileNo, @Nullable String billingModelNo) implements Uplink {
    public static final Codec<BillingVerify> CODEC = Codec.of(
            9,
            in -> new BillingVerify(in.pileNo(), in.bcd("billingModelNo", 2)),
            (m, out) -> out.pileNo(m.pileNo).bcd(m.billingModelNo, 2));

    public static final String NO_MODEL = "0000";
}
