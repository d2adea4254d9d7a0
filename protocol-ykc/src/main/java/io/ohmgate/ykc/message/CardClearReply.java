package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 0x45 离线卡数据清除应答. Answers 0x46, card by card. Only {@code clearResult} counts: the document contradicts itself on the
 * reasons.
 */
public record CardClearReply(PileNo pileNo, List<CardClearReply.Result> results) implements Uplink {
    public static final Codec<CardClearReply> CODEC = Codec.of(7, CardClearReply::read, CardClearReply::write);

    public CardClearReply {
        results = List.copyOf(results);
    }

    private static CardClearReply read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        boolean withoutReason = in.remaining() % Result.BYTES != 0 && in.remaining() % (Result.BYTES - 1) == 0;
        if (!withoutReason) {
            return new CardClearReply(
                    pileNo, in.groups("results", in.remaining() / Result.BYTES, Result.BYTES, Result::read));
        }
        in.flag(Anomaly.CARD_RESULT_WITHOUT_REASON);
        int bytes = Result.BYTES - 1;
        return new CardClearReply(
                pileNo, in.groups("results", in.remaining() / bytes, bytes, Result::readWithoutReason));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo);
        results.forEach(result ->
                out.hex(result.physicalCardNo, 8).u8(result.clearResult).u8(result.failReason));
    }

    /** What became of one card. */
    public record Result(
            @Nullable String physicalCardNo,
            @Nullable Integer clearResult,
            @Nullable Integer failReason) {
        static final int BYTES = 10;

        static Result read(BodyReader in) {
            return new Result(in.hex("physicalCardNo", 8), in.u8("clearResult"), in.u8("failReason"));
        }

        static Result readWithoutReason(BodyReader in) {
            return new Result(in.hex("physicalCardNo", 8), in.u8("clearResult"), null);
        }
    }
}
