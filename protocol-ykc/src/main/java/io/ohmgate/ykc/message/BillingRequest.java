package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;

/** 0x09 充电桩计费模型请求. Repeated until answered; without a model a pile does not charge. */
public record BillingRequest(PileNo pileNo) implements Uplink {
    public static final Codec<BillingRequest> CODEC =
            Codec.of(7, in -> new BillingRequest(in.pileNo()), (m, out) -> out.pileNo(m.pileNo));
}
