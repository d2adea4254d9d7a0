package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x91 远程重启应答. Answers 0x92, before the pile reboots. */
public record RebootReply(PileNo pileNo, @Nullable Integer rebootResult) implements Uplink {
    public static final Codec<RebootReply> CODEC = Codec.of(
            8,
            in -> new RebootReply(in.pileNo(), in.u8("rebootResult")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.rebootResult));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return rebootResult != null && rebootResult == SUCCESS;
    }
}
