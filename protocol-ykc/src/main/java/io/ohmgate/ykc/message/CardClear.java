package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x46 离线卡数据清除. Cards, by physical number, to be forgotten. */
public record CardClear(PileNo pileNo, @Nullable Integer cardCount, List<String> cards) implements Downlink {
    public static final Codec<CardClear> CODEC = Codec.of(8, CardClear::read, CardClear::write);
    /** So many fit into a frame, and into its reply, without exceeding 200 bytes (reference 2.2). */
    public static final int CARDS_MAX = 18;

    public CardClear {
        cards = List.copyOf(cards);
    }

    public static CardClear of(PileNo pileNo, List<String> cards) {
        return new CardClear(pileNo, cards.size(), cards);
    }

    private static CardClear read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        Integer cardCount = in.u8("cardCount");
        return new CardClear(pileNo, cardCount, in.hexes("cards", cardCount == null ? 0 : cardCount, 8));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo).u8(cardCount);
        cards.forEach(card -> out.hex(card, 8));
    }
}
