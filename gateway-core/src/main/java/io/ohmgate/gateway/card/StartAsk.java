package io.ohmgate.gateway.card;

import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartAtPileRequested;
import io.ohmgate.gateway.order.PileAnswer;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.pile.GunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pile asks at one time: to start one gun, or several that charge one vehicle. They are answered alike. */
record StartAsk(List<StartAtPileRequested> requests, PileAnswer answer) {
    /** Two guns charge one vehicle; a third has nowhere to be plugged in. */
    static final int GUNS_MAX = 2;

    StartAsk {
        requests = List.copyOf(requests);
    }

    static StartAsk of(List<StartAtPileRequested> requests) {
        return new StartAsk(requests, new PileAnswer());
    }

    StartAtPileRequested first() {
        return requests.getFirst();
    }

    GunId gun() {
        return first().gun();
    }

    @Nullable
    GunId otherGun() {
        return requests.size() > 1 ? requests.get(1).gun() : null;
    }

    /** One vehicle is charged by one driver; whoever shows two cards has not said which pays. */
    boolean agrees() {
        return requests.stream()
                .allMatch(request ->
                        request.mode() == first().mode() && request.shown().equals(first().shown()));
    }

    /** Whether all guns that belong to the question have asked, and no more. */
    boolean whole() {
        return first().parallelNo() == null || requests.size() == GUNS_MAX;
    }

    /** The pile's words for our reasons (reference 6.3); it has fewer. */
    static StartRefusedBecause reasonOf(StartRefusal refusal) {
        return switch (refusal) {
            case GUN_UNKNOWN,
                    STATION_CLOSED,
                    PILE_DISABLED,
                    PILE_OFFLINE,
                    PILE_NOT_TRUSTED,
                    PILE_TAKEN_OVER,
                    GUN_FAULTY,
                    GUN_NOT_PLUGGED,
                    PILE_TARIFF_NOT_READY,
                    PRICE_CHANGED,
                    NOT_PARALLEL -> StartRefusedBecause.PILE_OUT_OF_SERVICE;
            case GUN_BUSY -> StartRefusedBecause.PILE_HAS_UNSETTLED_RECORD;
            case STATION_AT_CAPACITY -> StartRefusedBecause.STATION_AT_CAPACITY;
            case DRIVER_BARRED -> StartRefusedBecause.ACCOUNT_FROZEN;
            case BALANCE_TOO_LOW -> StartRefusedBecause.BALANCE_TOO_LOW;
            case UNPAID_ORDER, ORDER_ALREADY_RUNNING -> StartRefusedBecause.CARD_HAS_UNSETTLED_RECORD;
        };
    }
}
