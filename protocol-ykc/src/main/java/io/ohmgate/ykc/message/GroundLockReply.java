package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x63 充电桩返回数据. Answers 0x62: accepted or refused; the position follows in 0x61. */
public record GroundLockReply(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer lockResult,
        @Nullable String reserved) implements Uplink, AtGun {
    public static final Codec<GroundLockReply> CODEC = Codec.of(
            13,
            in -> new GroundLockReply(in.pileNo(), in.gunNoBinary(), in.u8("lockResult"), in.hex("reserved", 4)),
            (m, out) ->
                    out.pileNo(m.pileNo).gunNoBinary(m.gunNo).u8(m.lockResult).hex(m.reserved, 4));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return lockResult != null && lockResult == SUCCESS;
    }
}
