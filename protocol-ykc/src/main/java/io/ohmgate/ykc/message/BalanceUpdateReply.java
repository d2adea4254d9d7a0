package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x41 余额更新应答. Answers 0x42. */
public record BalanceUpdateReply(
        PileNo pileNo,
        @Nullable String physicalCardNo,
        @Nullable Integer updateResult) implements Uplink {
    public static final Codec<BalanceUpdateReply> CODEC = Codec.of(
            16,
            in -> new BalanceUpdateReply(in.pileNo(), in.hex("physicalCardNo", 8), in.u8("updateResult")),
            (m, out) -> out.pileNo(m.pileNo).hex(m.physicalCardNo, 8).u8(m.updateResult));

    public static final int SUCCESS = 0;

    public boolean accepted() {
        return updateResult != null && updateResult == SUCCESS;
    }

    public static final int PILE_NUMBER_WRONG = 1;
    public static final int CARD_NUMBER_WRONG = 2;
}
