package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x43 离线卡数据同步应答. Answers 0x44. */
public record CardSyncReply(
        PileNo pileNo,
        @Nullable Integer saveResult,
        @Nullable Integer failReason) implements Uplink {
    public static final Codec<CardSyncReply> CODEC = Codec.of(
            9,
            in -> new CardSyncReply(in.pileNo(), in.u8("saveResult"), in.u8("failReason")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.saveResult).u8(m.failReason));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return saveResult != null && saveResult == SUCCESS;
    }
}
