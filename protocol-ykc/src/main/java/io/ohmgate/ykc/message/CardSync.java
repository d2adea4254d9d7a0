package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x44 离线卡数据同步. Cards a pile may accept while it is offline. */
public record CardSync(PileNo pileNo, @Nullable Integer cardCount, List<CardSync.Card> cards) implements Downlink {
    public static final Codec<CardSync> CODEC = Codec.of(8, CardSync::read, CardSync::write);
    /** So many fit into a frame, and into its reply, without exceeding 200 bytes (reference 2.2). */
    public static final int CARDS_MAX = 11;

    public CardSync {
        cards = List.copyOf(cards);
    }

    public static CardSync of(PileNo pileNo, List<CardSync.Card> cards) {
        return new CardSync(pileNo, cards.size(), cards);
    }

    private static CardSync read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        Integer cardCount = in.u8("cardCount");
        return new CardSync(
                pileNo, cardCount, in.groups("cards", cardCount == null ? 0 : cardCount, Card.BYTES, Card::read));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo).u8(cardCount);
        cards.forEach(card -> out.bcd(card.logicalCardNo, 8).hex(card.physicalCardNo, 8));
    }

    /** One card: the number printed on it and the number in it. */
    public record Card(
            @Nullable String logicalCardNo, @Nullable String physicalCardNo) {
        static final int BYTES = 16;

        static Card read(BodyReader in) {
            return new Card(in.bcd("logicalCardNo", 8), in.hex("physicalCardNo", 8));
        }
    }
}
