package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0xF1. Answers 0xF0; documents contradict each other on the result, so any answer means "received". */
public record QrPrefixReply(PileNo pileNo, @Nullable Integer result) implements Uplink {
    public static final Codec<QrPrefixReply> CODEC = Codec.of(
            8,
            in -> new QrPrefixReply(in.pileNo(), in.u8("result")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.result));
}
