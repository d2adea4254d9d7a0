package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.CardClear;
import io.ohmgate.ykc.message.CardClearReply;
import io.ohmgate.ykc.message.CardQuery;
import io.ohmgate.ykc.message.CardQueryReply;
import io.ohmgate.ykc.message.CardSync;
import io.ohmgate.ykc.message.CardSyncReply;
import java.util.HashSet;
import java.util.Set;

/** The cards a pile may accept while it is offline (离线卡); they survive a reboot. */
final class CardList {
    /** So many fit into its memory. */
    static final int CARDS_MAX = 2_000;

    private static final int STORAGE_FULL = 2;
    private static final int FORMAT_ERROR = 1;

    private final PileNo pileNo;
    private final Set<String> cards = new HashSet<>();

    CardList(PileNo pileNo) {
        this.pileNo = pileNo;
    }

    boolean knows(String physicalCardNo) {
        return cards.contains(physicalCardNo);
    }

    int size() {
        return cards.size();
    }

    CardSyncReply on(CardSync sync) {
        for (CardSync.Card card : sync.cards()) {
            if (card.physicalCardNo() == null) {
                return new CardSyncReply(pileNo, 0, FORMAT_ERROR);
            }
            if (cards.size() >= CARDS_MAX && !cards.contains(card.physicalCardNo())) {
                return new CardSyncReply(pileNo, 0, STORAGE_FULL);
            }
            cards.add(card.physicalCardNo());
        }
        return new CardSyncReply(pileNo, CardSyncReply.SUCCESS, 0);
    }

    /** A card that is not there is cleared all the same. */
    CardClearReply on(CardClear clear) {
        return new CardClearReply(
                pileNo, clear.cards().stream().map(this::cleared).toList());
    }

    private CardClearReply.Result cleared(String card) {
        cards.remove(card);
        return new CardClearReply.Result(card, 1, 0);
    }

    CardQueryReply on(CardQuery query) {
        return new CardQueryReply(
                pileNo,
                query.cards().stream()
                        .map(card -> new CardQueryReply.Result(card, cards.contains(card) ? 1 : 0))
                        .toList());
    }
}
