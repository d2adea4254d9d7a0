package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x06 计费模型验证请求应答. If the model differs, the pile asks for it with 0x09. */
public record BillingVerifyAck(
        PileNo pileNo,
        @Nullable String billingModelNo,
        @Nullable Integer verifyResult) implements Downlink {
    public static final Codec<BillingVerifyAck> CODEC = Codec.of(
            10,
            in -> new BillingVerifyAck(in.pileNo(), in.bcd("billingModelNo", 2), in.u8("verifyResult")),
            (m, out) -> out.pileNo(m.pileNo).bcd(m.billingModelNo, 2).u8(m.verifyResult));

    public static final int SAME = 0;
    public static final int DIFFERENT = 1;
}
