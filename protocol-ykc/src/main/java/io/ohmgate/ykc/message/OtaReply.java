package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x93 远程更新应答. Comes after the update was carried out, perhaps on another connection. */
public record OtaReply(PileNo pileNo, @Nullable Integer updateResult) implements Uplink {
    public static final Codec<OtaReply> CODEC = Codec.of(
            8,
            in -> new OtaReply(in.pileNo(), in.u8("updateResult")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.updateResult));

    public static final int SUCCESS = 0;

    public boolean accepted() {
        return updateResult != null && updateResult == SUCCESS;
    }
}
