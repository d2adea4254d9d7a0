package io.ohmgate.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Epochs come from blocks of the database; neither Redis nor an outage lets them fall. */
class EpochsTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomicLong counter = new AtomicLong(1_000);
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong fetches = new AtomicLong();

    private Epochs epochs() {
        Epochs epochs = new Epochs(
                size -> Mono.defer(() -> {
                    fetches.incrementAndGet();
                    return away.get()
                            ? Mono.error(new IllegalStateException("the database is away"))
                            : Mono.just(counter.addAndGet(size));
                }),
                GatewayTime.of(clock));
        epochs.open().block();
        return epochs;
    }

    @Test
    void numbersOfOneNodeGrowAndTwoNodesNeverShareOne() {
        Epochs west = epochs();
        Epochs east = epochs();
        assertThat(west.getAsLong()).isEqualTo(1_001);
        assertThat(west.getAsLong()).isEqualTo(1_002);
        assertThat(east.getAsLong()).isEqualTo(1_001 + Epochs.BLOCK);
    }

    @Test
    void aLoginSomeSecondsLaterOnAnotherNodeHasTheLargerNumber() {
        Epochs west = epochs();
        Epochs east = epochs();
        for (int i = 0; i < 20; i++) {
            Epochs earlier = i % 2 == 0 ? west : east;
            Epochs later = i % 2 == 0 ? east : west;
            earlier.fresh().block();
            long first = earlier.getAsLong();
            clock.advanceTimeBy(Epochs.FRESH_FOR.plusMillis(1));
            later.fresh().block();
            assertThat(later.getAsLong()).isGreaterThan(first);
        }
    }

    @Test
    void aStormOfLoginsFetchesFourBlocksASecond() {
        Epochs west = epochs();
        long before = fetches.get();
        for (int i = 0; i < 3_000; i++) {
            west.fresh().block();
            west.getAsLong();
            clock.advanceTimeBy(Duration.ofMillis(10));
        }
        assertThat(fetches.get() - before).isBetween(110L, 121L);
    }

    @Test
    void anEpochThatMetALargerOneElsewhereGoesAboveIt() {
        Epochs west = epochs();
        long elsewhere = 1_000 + Epochs.BLOCK + 500;
        west.above(elsewhere).block();
        assertThat(west.getAsLong()).isGreaterThan(elsewhere);
    }

    @Test
    void withoutTheDatabaseTheBlockGoesOnAndSoDoTheNumbersBeyondIt() {
        Epochs west = epochs();
        away.set(true);
        clock.advanceTimeBy(Duration.ofMinutes(1));
        west.fresh().block();
        long last = west.getAsLong();
        for (int i = 0; i < Epochs.BLOCK + 10; i++) {
            long next = west.getAsLong();
            if (next <= last) {
                throw new AssertionError(next + " after " + last);
            }
            last = next;
        }
        west.above(last + 5_000).block();
        assertThat(west.getAsLong()).isGreaterThan(last + 5_000);
    }

    @Test
    void re4EpochsStillGrowAfterTheDirectoryWasEmptiedOrFellBackToAnOlderCopy() {
        Grid grid = new Grid("west", "east");
        long epoch = 0;
        for (int i = 0; i < 6; i++) {
            Map<PileNo, SessionEntry> copy = new HashMap<>(grid.directory.all);
            Grid.Device pile = grid.device("10.1.2.3", "8986001").dials(i % 2 == 0 ? "west" : "east");
            grid.pass(Duration.ofSeconds(1));
            assertThat(pile.isIn()).isTrue();
            assertThat(pile.id().epoch()).isGreaterThan(epoch);
            epoch = pile.id().epoch();
            grid.directory.all.clear();
            if (i >= 3) {
                grid.directory.all.putAll(copy);
            }
        }
        assertThat(grid.openSessions()).isEqualTo(1);
    }

    @Test
    void re1AnEmptiedDirectoryIsWholeAgainWithinAMinute() {
        Grid grid = new Grid("west", "east");
        Grid.Device pile = grid.device("10.1.2.3", "8986001").dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.directory.all.clear();
        for (int i = 0; i < 7; i++) {
            pile.speaks();
            grid.pass(Duration.ofSeconds(10));
        }
        assertThat(grid.directory.all.get(Grid.PILE))
                .satisfies(
                        entry -> assertThat(entry.epoch()).isEqualTo(pile.id().epoch()));
        grid.node("west").sessions.closed(pile.id(), CloseReason.BY_PEER);
        grid.pass(Duration.ofSeconds(1));
        assertThat(grid.directory.all).isEmpty();
    }
}
