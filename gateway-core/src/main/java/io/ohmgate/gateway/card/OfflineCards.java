package io.ohmgate.gateway.card;

import io.ohmgate.gateway.card.OfflineCardStore.Listed;
import io.ohmgate.gateway.card.OfflineCardStore.Reason;
import io.ohmgate.gateway.card.OfflineCardStore.State;
import io.ohmgate.gateway.command.CommandFailure;
import io.ohmgate.gateway.link.CardMark;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.work.Gathering;
import io.ohmgate.gateway.work.Lanes;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Brings the lists of cards that piles accept while they are offline (离线卡, ykc.md 7.7) to where they should be: a few cards a
 * frame, one frame at a time for each pile, resumed when a pile comes back. A frame that is refused or not answered is
 * tried again card by card, so that one bad number does not keep the others away.
 */
public final class OfflineCards implements Disposable {
    /** So many fit into a frame and its answer (ykc.md 2.2). */
    public static final int STORE_MAX = 11;

    public static final int CLEAR_MAX = 18;
    public static final int QUERY_MAX = 21;

    /** Storing takes piles longer than an answer from memory (ykc.md 5.29). */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    static final int ATTEMPTS_MAX = 3;
    static final int PILES_A_ROUND = 200;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int PILES_AT_ONCE = 16;
    private static final int CARD_DIGITS = 16;
    private static final int CODE_BAD_NUMBER = 1;
    private static final int CODE_STORAGE_FULL = 2;

    private final OfflineCardStore store;
    private final BiFunction<PileCommand, Duration, Mono<PileReport>> ask;
    private final PollLoop loop;
    /** Where the last round ended: piles that are away for long must not keep the others from their turn. */
    private volatile @Nullable PileNo askedLast;

    private final Gathering<PileNo> cameBack;
    private final Lanes<PileNo> lanes = new Lanes<>();

    /** {@code ask} puts one question to a pile and fails with a {@link CommandFailure}. */
    public OfflineCards(
            OfflineCardStore store, BiFunction<PileCommand, Duration, Mono<PileReport>> ask, Scheduler scheduler) {
        this.store = store;
        this.ask = ask;
        this.loop = new PollLoop("offline cards", PAUSE, scheduler, Mono.defer(this::round));
        this.cameBack = new Gathering<>(
                "piles that came back", scheduler, piles -> store.revive(piles).doOnSuccess(done -> nudge()));
    }

    public void start() {
        loop.start();
        cameBack.start();
    }

    /** A list was changed. */
    public void nudge() {
        loop.nudge();
    }

    /** The pile is there again. */
    public void cameBack(PileNo pileNo) {
        cameBack.add(pileNo);
    }

    /** Asks the pile which of its cards it has, and notes what it says. Fails with a {@link CommandFailure}. */
    public Mono<Void> check(PileNo pileNo) {
        return lanes.run(
                        pileNo,
                        store.listed(pileNo)
                                .flatMapMany(all -> Flux.fromIterable(chunks(all)))
                                .concatMap(chunk -> ask.apply(
                                                new PileCommand.QueryCards(pileNo, numbers(chunk)), ANSWER_WITHIN)
                                        .flatMap(answer -> found(pileNo, chunk, answer)))
                                .then(Mono.just(true)))
                .doOnNext(done -> nudge())
                .then();
    }

    private static List<List<Listed>> chunks(List<Listed> all) {
        return Stream.iterate(0, from -> from < all.size(), from -> from + QUERY_MAX)
                .map(from -> all.subList(from, Math.min(all.size(), from + QUERY_MAX)))
                .toList();
    }

    private Mono<Void> found(PileNo pileNo, List<Listed> asked, PileReport answer) {
        if (!(answer instanceof PileReport.CardsFound found)) {
            return Mono.empty();
        }
        Map<String, Boolean> there = marks(found.cards());
        return store.mark(pileNo, ids(asked, card -> card.wanted() && is(there, card, true)), State.ON_PILE)
                .then(store.mark(pileNo, ids(asked, card -> card.wanted() && is(there, card, false)), State.WANTED))
                .then(store.mark(pileNo, ids(asked, card -> !card.wanted() && is(there, card, true)), State.CLEARING))
                .then(store.gone(pileNo, ids(asked, card -> !card.wanted() && is(there, card, false))));
    }

    private Mono<Boolean> round() {
        return store.waiting(askedLast, PILES_A_ROUND)
                .collectList()
                .doOnNext(piles -> askedLast = piles.size() < PILES_A_ROUND ? null : piles.getLast())
                .flatMapMany(Flux::fromIterable)
                .flatMap(pileNo -> lanes.run(pileNo, next(pileNo)).onErrorReturn(false), PILES_AT_ONCE)
                .any(Boolean::booleanValue);
    }

    /** One frame, if there is one to send; whether the next may follow at once. */
    private Mono<Boolean> next(PileNo pileNo) {
        return store.listed(pileNo).flatMap(all -> {
            List<Listed> clear = due(all, State.CLEARING, CLEAR_MAX);
            if (!clear.isEmpty()) {
                return asked(pileNo, clear, new PileCommand.ClearCards(pileNo, numbers(clear)));
            }
            List<Listed> store = due(all, State.WANTED, STORE_MAX);
            return store.isEmpty()
                    ? Mono.just(false)
                    : asked(
                            pileNo,
                            store,
                            new PileCommand.StoreCards(
                                    pileNo, store.stream().map(Listed::card).toList()));
        });
    }

    /** Many at once as long as nothing went wrong, then each alone. */
    private static List<Listed> due(List<Listed> all, State state, int max) {
        List<Listed> fresh = all.stream()
                .filter(card -> card.state() == state && card.attempts() == 0)
                .limit(max)
                .toList();
        return fresh.isEmpty()
                ? all.stream().filter(card -> card.state() == state).limit(1).toList()
                : fresh;
    }

    private Mono<Boolean> asked(PileNo pileNo, List<Listed> cards, PileCommand command) {
        return ask.apply(command, ANSWER_WITHIN)
                .flatMap(answer -> answered(pileNo, cards, answer).thenReturn(true))
                .onErrorResume(CommandFailure.class, failure -> unanswered(pileNo, cards, failure));
    }

    private Mono<Boolean> unanswered(PileNo pileNo, List<Listed> cards, CommandFailure failure) {
        // Offline or busy says nothing about the cards: the next login or round goes on.
        return failure instanceof CommandFailure.NoReply
                ? refused(pileNo, cards, Reason.NO_REPLY).thenReturn(false)
                : Mono.just(false);
    }

    private Mono<Void> answered(PileNo pileNo, List<Listed> cards, PileReport answer) {
        if (answer instanceof PileReport.CardsStored stored) {
            return stored.stored()
                    ? store.mark(pileNo, ids(cards, Listed::wanted), State.ON_PILE)
                    : notStored(pileNo, cards, stored.code());
        }
        if (answer instanceof PileReport.CardsCleared cleared) {
            Map<String, Boolean> forgotten = marks(cleared.cards());
            List<Listed> kept =
                    cards.stream().filter(card -> !is(forgotten, card, true)).toList();
            return store.gone(pileNo, ids(cards, card -> is(forgotten, card, true)))
                    .then(kept.isEmpty() ? Mono.empty() : refused(pileNo, kept, Reason.NOT_CLEARED));
        }
        return Mono.empty();
    }

    private Mono<Void> notStored(PileNo pileNo, List<Listed> cards, int code) {
        return switch (code) {
            case CODE_STORAGE_FULL -> store.fail(pileNo, ids(cards, Listed::wanted), Reason.STORAGE_FULL);
            case CODE_BAD_NUMBER -> refused(pileNo, cards, Reason.BAD_NUMBER);
            default -> refused(pileNo, cards, Reason.OTHER);
        };
    }

    /** Of several it may be one that the pile minds; one alone is given up when it was tried often enough. */
    private Mono<Void> refused(PileNo pileNo, List<Listed> cards, Reason reason) {
        Listed only = cards.size() == 1 ? cards.getFirst() : null;
        boolean over = only != null && (only.attempts() + 1 >= ATTEMPTS_MAX || reason == Reason.BAD_NUMBER);
        List<Long> ids = cards.stream().map(Listed::cardId).toList();
        return over ? store.fail(pileNo, ids, reason) : store.attempted(pileNo, ids);
    }

    private static List<Long> ids(List<Listed> cards, Predicate<Listed> which) {
        return cards.stream().filter(which).map(Listed::cardId).toList();
    }

    private static List<String> numbers(List<Listed> cards) {
        return cards.stream().map(card -> card.card().cardNo()).toList();
    }

    private static Map<String, Boolean> marks(List<CardMark> marks) {
        Map<String, Boolean> byNumber = new HashMap<>();
        marks.forEach(mark -> byNumber.put(onTheWire(mark.cardNo()), mark.yes()));
        return byNumber;
    }

    /** A card that the pile does not name has no answer. */
    private static boolean is(Map<String, Boolean> marks, Listed card, boolean yes) {
        Boolean said = marks.get(onTheWire(card.card().cardNo()));
        return said != null && said == yes;
    }

    private static String onTheWire(String number) {
        return "0".repeat(Math.max(0, CARD_DIGITS - number.length())) + number.toUpperCase(Locale.ROOT);
    }

    @Override
    public void dispose() {
        loop.dispose();
        cameBack.dispose();
    }

    @Override
    public boolean isDisposed() {
        return loop.isDisposed();
    }
}
