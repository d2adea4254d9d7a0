package io.ohmgate.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** GW2 and B5: a node that was stopped, or cut off, writes nothing old to piles. */
class StaleNodeTest {
    private static final PileCommand STOP = new PileCommand.StopCharging(Grid.PILE.gun(1));
    private final Grid grid = new Grid("west", "east");
    private final Grid.Device pile = grid.device("10.1.2.3", "8986001");

    @ParameterizedTest
    @ValueSource(longs = {40, 300})
    void gw2ANodeThatWasStoppedWritesNothingToAPileThatMovedAndClosesIt(long seconds) {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.stop("west");
        grid.pass(Duration.ofSeconds(seconds - 5));
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofSeconds(5));
        assertThat(again.isIn()).isTrue();

        grid.goOn("west");
        // Before anything else runs there: not even its own timers.
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).isEmpty();
        grid.pass(Duration.ofSeconds(3));
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
        assertThat(pile.link.sent).isEmpty();
        assertThat(again.isIn()).isTrue();
        assertThat(grid.node("west").fence.isOpen()).isTrue();
        assertThat(grid.node("west").events).noneMatch(PileEvent.PileWentOffline.class::isInstance);
    }

    @Test
    void gw2APileThatStayedIsWrittenToAgainOnceItsNodeHasLooked() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.stop("west");
        grid.pass(Duration.ofSeconds(30));
        grid.goOn("west");
        pile.speaks();
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).isEmpty();
        grid.pass(Duration.ofSeconds(3));
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).containsExactly(STOP);
    }

    @Test
    void gw2AStopOfFourSecondsIsNotNoticed() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.stop("west");
        grid.pass(Duration.ofSeconds(4).minusMillis(100));
        grid.goOn("west");
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).containsExactly(STOP);
    }

    @Test
    void gw2WithoutRedisTheStoppedNodeAsksTheOthersBeforeItWrites() {
        grid.directory.away = true;
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.stop("west");
        grid.pass(Duration.ofSeconds(35));
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofSeconds(5));
        grid.goOn("west");
        grid.pass(Duration.ofSeconds(3));
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
        assertThat(again.isIn()).isTrue();
        assertThat(grid.node("west").fence.isOpen()).isTrue();
    }

    @Test
    void b5ANodeThatIsCutOffFromEverythingWritesNothingUntilItCanCompare() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.rows.away = true;
        grid.directory.away = true;
        grid.cut("west", "east");
        grid.pass(Duration.ofSeconds(20));
        pile.speaks();
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).isEmpty();
        grid.directory.away = false;
        grid.pass(Duration.ofSeconds(6));
        pile.speaks();
        grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(pile.link.sent).containsExactly(STOP);
    }

    @Test
    void e10TheDatabaseAwayForLongStopsNeitherASingleNodeNorOneThatCanCompareByRedis() {
        Grid alone = new Grid("west");
        Grid.Device device = alone.device("10.1.2.3", "8986001").dials("west");
        alone.rows.away = true;
        alone.pass(Duration.ofSeconds(50));
        alone.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
        assertThat(device.link.sent).containsExactly(STOP);

        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.rows.away = true;
        grid.pass(Duration.ofSeconds(50));
        int written = 0;
        for (int i = 0; i < 20; i++) {
            grid.pass(Duration.ofSeconds(1));
            pile.speaks();
            grid.node("west").sessions.linkOf(Grid.PILE).orElseThrow().send(STOP);
            written = pile.link.sent.size();
        }
        assertThat(written).isGreaterThan(8);
    }

    @Test
    void b5ARequestByAnEpochThatIsNotTheCurrentOneIsNotServed() {
        List<String> served = new ArrayList<>();
        for (String node : List.of("west", "east")) {
            grid.node(node)
                    .owners
                    .serve(
                            "test.stop",
                            call -> Mono.fromSupplier(() -> {
                                served.add(node + " " + call.session().epoch());
                                return new byte[0];
                            }));
        }
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        ask("east").block();
        assertThat(served).containsExactly("west " + pile.id().epoch());
        served.clear();

        SessionEntry old = Objects.requireNonNull(grid.directory.all.get(Grid.PILE));
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofSeconds(1));
        assertThat(again.isIn()).isTrue();
        // A directory that fell back to an older copy (RE4): the request reaches the wrong node, which does nothing.
        grid.directory.all.put(Grid.PILE, old);
        assertThat(catchThrowable(() -> grid.node("west")
                        .owners
                        .ask(Grid.PILE, "test.stop", new byte[0], Deadline.in(Duration.ofSeconds(1), () -> 0L))
                        .block()))
                .isInstanceOf(RuntimeException.class);
        assertThat(served).isEmpty();
    }

    private Mono<byte[]> ask(String from) {
        Grid.Node node = grid.node(from);
        return node.owners.ask(
                Grid.PILE, "test.stop", new byte[0], Deadline.in(Duration.ofSeconds(1), node.time.nanos()));
    }

    @Test
    void aSecondProcessUnderTheSameNameMakesTheFirstGiveUpItsPiles() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.rows.join(grid.node("west").registry.self()).block();
        grid.pass(Duration.ofSeconds(3));
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.GATEWAY_STOPPING);
        assertThat(grid.node("west").fence.isOpen()).isFalse();
    }
}
