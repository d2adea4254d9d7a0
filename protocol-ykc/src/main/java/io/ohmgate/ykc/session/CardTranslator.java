package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.CardMark;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.ykc.message.CardClearReply;
import io.ohmgate.ykc.message.CardQueryReply;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.CardSyncReply;
import io.ohmgate.ykc.message.Downlink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of offline cards (离线卡, 0x43 to 0x48). Pure. */
final class CardTranslator {
    private static final int YES = 1;

    private CardTranslator() {}

    static PileReport stored(CardSyncReply m) {
        return new PileReport.CardsStored(m.pileNo(), m.accepted(), Translator.orElse(m.failReason(), -1));
    }

    static PileReport cleared(CardClearReply m) {
        List<CardMark> cards = new ArrayList<>(m.results().size());
        m.results().forEach(result -> add(cards, result.physicalCardNo(), result.clearResult()));
        return new PileReport.CardsCleared(m.pileNo(), cards);
    }

    static PileReport found(CardQueryReply m) {
        List<CardMark> cards = new ArrayList<>(m.results().size());
        m.results().forEach(result -> add(cards, result.physicalCardNo(), result.queryResult()));
        return new PileReport.CardsFound(m.pileNo(), cards);
    }

    private static void add(List<CardMark> cards, @Nullable String cardNo, @Nullable Integer result) {
        if (cardNo != null) {
            cards.add(new CardMark(cardNo, result != null && result == YES));
        }
    }

    static Downlink store(PileCommand.StoreCards c) {
        return CardSync.of(
                c.pileNo(),
                c.cards().stream()
                        .map(card -> new CardSync.Card(card.printedNo(), card.cardNo()))
                        .toList());
    }
}
