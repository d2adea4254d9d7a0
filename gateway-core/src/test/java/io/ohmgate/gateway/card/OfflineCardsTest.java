package io.ohmgate.gateway.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.card.OfflineCardStore.Listed;
import io.ohmgate.gateway.card.OfflineCardStore.Reason;
import io.ohmgate.gateway.card.OfflineCardStore.State;
import io.ohmgate.gateway.command.CommandFailures;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.CardMark;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.ClearCards;
import io.ohmgate.gateway.link.PileCommand.QueryCards;
import io.ohmgate.gateway.link.PileCommand.StoreCards;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class OfflineCardsTest {
    private static final PileNo PILE = new PileNo("32010600019236");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Store store = new Store();
    private final AskedPile pile = new AskedPile(time);
    private final OfflineCards cards = new OfflineCards(store, pile::ask, time);

    OfflineCardsTest() {
        cards.start();
    }

    private void passes(Duration duration) {
        time.advanceTimeBy(duration);
    }

    private List<Long> in(State state) {
        return store.rows.values().stream()
                .filter(row -> row.state() == state)
                .map(Listed::cardId)
                .toList();
    }

    @Test
    void aLongListGoesOutInFramesOfElevenOneAfterTheOther() {
        store.want(30);
        passes(Duration.ofSeconds(10));
        assertThat(pile.sent).hasSize(1);
        for (int frame = 0; frame < 3; frame++) {
            pile.answers(new PileReport.CardsStored(PILE, true, 0));
            passes(Duration.ofSeconds(6));
        }
        assertThat(pile.sent(StoreCards.class))
                .extracting(sent -> sent.cards().size())
                .containsExactly(11, 11, 8);
        assertThat(in(State.ON_PILE)).hasSize(30);
    }

    @Test
    void whatIsToBeForgottenGoesFirstInFramesOfEighteen() {
        store.want(20);
        store.unwant();
        passes(Duration.ofSeconds(6));
        assertThat(pile.sent(ClearCards.class)).hasSize(1);
        List<String> numbers = pile.sent(ClearCards.class).getFirst().cardNos();
        assertThat(numbers).hasSize(18);
        pile.answers(new PileReport.CardsCleared(
                PILE, numbers.stream().map(number -> new CardMark(number, true)).toList()));
        passes(Duration.ofSeconds(6));
        assertThat(store.rows).hasSize(2);
        assertThat(pile.sent(ClearCards.class).getLast().cardNos()).hasSize(2);
    }

    @Test
    void oneBadNumberIsFoundByTryingEachCardAlone() {
        store.want(3);
        passes(Duration.ofSeconds(6));
        pile.answers(new PileReport.CardsStored(PILE, false, 1));
        passes(Duration.ofSeconds(6));
        pile.answers(new PileReport.CardsStored(PILE, true, 0));
        passes(Duration.ofSeconds(6));
        pile.answers(new PileReport.CardsStored(PILE, false, 1));
        passes(Duration.ofSeconds(6));
        pile.answers(new PileReport.CardsStored(PILE, true, 0));
        passes(Duration.ofSeconds(6));
        assertThat(in(State.ON_PILE)).containsExactly(1L, 3L);
        assertThat(in(State.FAILED)).containsExactly(2L);
        assertThat(store.reasons).containsEntry(2L, Reason.BAD_NUMBER);
    }

    @Test
    void aFullPileIsAskedNoMore() {
        store.want(3);
        passes(Duration.ofSeconds(6));
        pile.answers(new PileReport.CardsStored(PILE, false, 2));
        passes(Duration.ofMinutes(10));
        assertThat(pile.sent).hasSize(1);
        assertThat(store.reasons.values()).containsOnly(Reason.STORAGE_FULL);
    }

    @Test
    void aSilentPileIsGivenUpAndTriedAgainWhenItComesBack() {
        store.want(1);
        passes(Duration.ofMinutes(5));
        assertThat(pile.sent).hasSize(OfflineCards.ATTEMPTS_MAX);
        assertThat(store.reasons).containsEntry(1L, Reason.NO_REPLY);
        cards.cameBack(PILE);
        passes(Duration.ofSeconds(1));
        assertThat(pile.sent).hasSize(OfflineCards.ATTEMPTS_MAX + 1);
        pile.answers(new PileReport.CardsStored(PILE, true, 0));
        assertThat(in(State.ON_PILE)).containsExactly(1L);
    }

    @Test
    void anOfflinePileLosesNoAttempt() {
        pile.online = false;
        store.want(1);
        passes(Duration.ofMinutes(5));
        assertThat(in(State.WANTED)).containsExactly(1L);
        pile.online = true;
        passes(Duration.ofSeconds(6));
        assertThat(pile.sent).hasSize(1);
    }

    @Test
    void aCheckAsksForTwentyOneAtATimeAndSendsWhatIsMissing() {
        store.want(22);
        store.rows.replaceAll((id, row) -> Store.with(row, State.ON_PILE, true, 0));
        cards.check(PILE).subscribe();
        passes(Duration.ofMillis(1));
        List<String> numbers = pile.sent(QueryCards.class).getFirst().cardNos();
        assertThat(numbers).hasSize(21);
        pile.answers(new PileReport.CardsFound(
                PILE,
                numbers.stream()
                        .map(number -> new CardMark(number, !number.equals(numbers.getFirst())))
                        .toList()));
        passes(Duration.ofMillis(1));
        pile.answers(new PileReport.CardsFound(
                PILE,
                List.of(new CardMark(
                        pile.sent(QueryCards.class).getLast().cardNos().getFirst(), true))));
        passes(Duration.ofSeconds(1));
        assertThat(pile.sent(StoreCards.class)).hasSize(1);
        assertThat(pile.sent(StoreCards.class).getFirst().cards()).hasSize(1);
    }

    @Test
    void pilesThatAreAwayDoNotKeepTheOthersFromTheirTurn() {
        List<PileNo> all = IntStream.range(0, OfflineCards.PILES_A_ROUND + 50)
                .mapToObj(number -> new PileNo("%014d".formatted(32_000_000_000_000L + number)))
                .toList();
        Store many = new Store() {
            @Override
            public Flux<PileNo> waiting(@Nullable PileNo after, int limit) {
                return Flux.fromIterable(all)
                        .filter(pileNo -> after == null || pileNo.compareTo(after) > 0)
                        .take(limit);
            }
        };
        many.want(1);
        Set<PileNo> asked = new HashSet<>();
        OfflineCards rounds = new OfflineCards(
                many,
                (command, deadline) -> {
                    asked.add(command.pileNo());
                    return Mono.error(CommandFailures.offline());
                },
                time);
        rounds.start();
        passes(Duration.ofSeconds(11));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(all);
        asked.clear();
        passes(Duration.ofSeconds(10));
        assertThat(asked).as("and from the front again").contains(all.getFirst());
    }

    /** The table, in memory. */
    private static class Store implements OfflineCardStore {
        final Map<Long, Listed> rows = new TreeMap<>();
        final Map<Long, Reason> reasons = new TreeMap<>();

        void want(int count) {
            for (long id = 1; id <= count; id++) {
                rows.put(id, new Listed(id, new CardFace("0", "%08X".formatted(id)), State.WANTED, true, 0));
            }
        }

        void unwant() {
            rows.replaceAll((id, row) -> with(row, State.CLEARING, false, 0));
        }

        static Listed with(Listed row, State state, boolean wanted, int attempts) {
            return new Listed(row.cardId(), row.card(), state, wanted, attempts);
        }

        private Mono<Void> update(Collection<Long> ids, UnaryOperator<Listed> change) {
            return Mono.fromRunnable(
                    () -> ids.forEach(id -> rows.computeIfPresent(id, (same, row) -> change.apply(row))));
        }

        @Override
        public Flux<PileNo> waiting(@Nullable PileNo after, int limit) {
            return Flux.defer(() ->
                    rows.values().stream().anyMatch(row -> row.state() == State.WANTED || row.state() == State.CLEARING)
                            ? Flux.just(PILE)
                            : Flux.empty());
        }

        @Override
        public Mono<List<Listed>> listed(PileNo pileNo) {
            return Mono.fromSupplier(() -> rows.values().stream()
                    .sorted(Comparator.comparingInt(Listed::attempts))
                    .toList());
        }

        @Override
        public Mono<Void> mark(PileNo pileNo, Collection<Long> cardIds, State state) {
            return update(cardIds, row -> with(row, state, row.wanted(), 0));
        }

        @Override
        public Mono<Void> fail(PileNo pileNo, Collection<Long> cardIds, Reason reason) {
            return update(cardIds, row -> {
                reasons.put(row.cardId(), reason);
                return with(row, State.FAILED, row.wanted(), row.attempts());
            });
        }

        @Override
        public Mono<Void> attempted(PileNo pileNo, Collection<Long> cardIds) {
            return update(cardIds, row -> with(row, row.state(), row.wanted(), row.attempts() + 1));
        }

        @Override
        public Mono<Void> gone(PileNo pileNo, Collection<Long> cardIds) {
            return Mono.fromRunnable(() -> cardIds.forEach(rows::remove));
        }

        @Override
        public Mono<Void> revive(Collection<PileNo> pileNos) {
            return Mono.fromRunnable(() -> rows.replaceAll((id, row) -> reasons.get(id) == Reason.NO_REPLY
                    ? with(row, row.wanted() ? State.WANTED : State.CLEARING, row.wanted(), 0)
                    : row));
        }
    }

    /** A pile that answers when the test says so. */
    private static final class AskedPile {
        final List<PileCommand> sent = new ArrayList<>();
        boolean online = true;
        private final VirtualTimeScheduler time;
        private Sinks.One<PileReport> awaited = Sinks.one();

        AskedPile(VirtualTimeScheduler time) {
            this.time = time;
        }

        Mono<PileReport> ask(PileCommand command, Duration deadline) {
            return Mono.defer(() -> {
                if (!online) {
                    return Mono.error(CommandFailures.offline());
                }
                sent.add(command);
                awaited = Sinks.one();
                return awaited.asMono().timeout(deadline, Mono.error(CommandFailures::noReply), time);
            });
        }

        void answers(PileReport report) {
            awaited.tryEmitValue(report);
        }

        <C extends PileCommand> List<C> sent(Class<C> kind) {
            return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }
}
