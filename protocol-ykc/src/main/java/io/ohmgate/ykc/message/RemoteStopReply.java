package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x35 远程停机命令回复. Answers 0x36. */
public record RemoteStopReply(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer stopResult,
        @Nullable Integer failReason) implements Uplink, AtGun {
    public static final Codec<RemoteStopReply> CODEC = Codec.of(
            10,
            in -> new RemoteStopReply(in.pileNo(), in.gunNo(), in.u8("stopResult"), in.u8("failReason")),
            (m, out) -> out.pileNo(m.pileNo).gunNo(m.gunNo).u8(m.stopResult).u8(m.failReason));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return stopResult != null && stopResult == SUCCESS;
    }

    public static final int PILE_NUMBER_MISMATCH = 1;
    public static final int NOT_CHARGING = 2;
    public static final int OTHER = 3;
}
