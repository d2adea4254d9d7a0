package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x47 离线卡数据查询应答. Answers 0x48, card by card. */
public record CardQueryReply(PileNo pileNo, List<CardQueryReply.Result> results) implements Uplink {
    public static final Codec<CardQueryReply> CODEC = Codec.of(7, CardQueryReply::read, CardQueryReply::write);

    public CardQueryReply {
        results = List.copyOf(results);
    }

    private static CardQueryReply read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        int bytes = Result.BYTES;
        return new CardQueryReply(pileNo, in.groups("results", in.remaining() / bytes, bytes, Result::read));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo);
        results.forEach(result -> out.hex(result.physicalCardNo, 8).u8(result.queryResult));
    }

    /** Whether one card is stored: 1, or 0. */
    public record Result(
            @Nullable String physicalCardNo, @Nullable Integer queryResult) {
        static final int BYTES = 9;

        static Result read(BodyReader in) {
            return new Result(in.hex("physicalCardNo", 8), in.u8("queryResult"));
        }
    }
}
