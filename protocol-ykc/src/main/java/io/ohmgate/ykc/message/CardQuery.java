package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x48 离线卡数据查询. Asks which cards, by physical number, are stored. */
public record CardQuery(PileNo pileNo, @Nullable Integer cardCount, List<String> cards) implements Downlink {
    public static final Codec<CardQuery> CODEC = Codec.of(8, CardQuery::read, CardQuery::write);
    /** So many fit into a frame, and into its reply, without exceeding 200 bytes (reference 2.2). */
    public static final int CARDS_MAX = 21;

    public CardQuery {
        cards = List.copyOf(cards);
    }

    public static CardQuery of(PileNo pileNo, List<String> cards) {
        return new CardQuery(pileNo, cards.size(), cards);
    }

    private static CardQuery read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        Integer cardCount = in.u8("cardCount");
        return new CardQuery(pileNo, cardCount, in.hexes("cards", cardCount == null ? 0 : cardCount, 8));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo).u8(cardCount);
        cards.forEach(card -> out.hex(card, 8));
    }
}
