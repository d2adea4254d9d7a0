package io.ohmgate.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverHappened;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.session.PileStatus.Presence;
import io.ohmgate.gateway.trust.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** E1 across nodes: two clients, two nodes, all orders of login. */
class OneSessionInTheClusterTest {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private final Grid grid = new Grid("west", "east");
    private final Grid.Device pile = grid.device("10.1.2.3", "8986001");
    private final Grid.Device other = grid.device("10.77.0.1", "8986002");

    /** Who dials where, with what pause; and what is away meanwhile. */
    static Stream<Arguments> orders() {
        List<Arguments> all = new ArrayList<>();
        List<List<String>> routes = List.of(
                List.of("west", "east"),
                List.of("east", "west"),
                List.of("west", "west"),
                List.of("west", "east", "west"),
                List.of("east", "west", "west"),
                List.of("west", "west", "east"));
        for (List<String> route : routes) {
            for (Duration pause : List.of(Duration.ZERO, Duration.ofMillis(40), Duration.ofSeconds(20))) {
                for (boolean sameDevice : new boolean[] {true, false}) {
                    for (boolean redisAway : new boolean[] {true, false}) {
                        all.add(Arguments.of(route, pause, sameDevice, redisAway));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void e1InEveryOrderOfLoginsAtMostOneSessionIsLeftAndTheLosersSocketClosesWithinFiveSeconds(
            List<String> route, Duration pause, boolean sameDevice, boolean redisAway) {
        grid.directory.away = redisAway;
        List<Grid.Device> devices = new ArrayList<>();
        for (String node : route) {
            boolean first = devices.size() % 2 == 0;
            devices.add((sameDevice || first ? grid.device("10.1.2.3", "8986001") : grid.device("10.77.0.1", "8986002"))
                    .dials(node));
            grid.pass(pause);
        }
        // A probe takes five seconds; nobody answers it.
        grid.pass(Duration.ofSeconds(7).plus(FIVE_SECONDS));
        assertThat(grid.openSessions()).isEqualTo(1);
        assertThat(devices.stream().filter(Grid.Device::isIn)).hasSize(1);
        assertThat(devices.stream().filter(Grid.Device::isHungUpOn)).hasSize(devices.size() - 1);
    }

    @Test
    void e1TheSameDeviceOnAnotherNodeTakesItsPlaceAtOnceAndNothingIsHeldAgainstIt() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofMillis(300));
        assertThat(again.isIn()).isTrue();
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
        assertThat(grid.node("east").sessions.standingOf(Grid.PILE)).isEqualTo(Standing.GOOD);
        assertThat(told("east", TakeoverHappened.class)).isEmpty();
        assertThat(grid.node("west").moved).containsExactly(pile.id());
    }

    @Test
    void e1AnotherSourceOnAnotherNodeIsRefusedWhileThePileAnswersTheProbe() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        other.dials("east");
        grid.pass(Duration.ofSeconds(1));
        assertThat(other.answer).isNull();
        pile.speaks();
        grid.pass(Duration.ofMillis(100));
        assertThat(other.answer).isEqualTo(new Admission.Refused(LoginRefusal.OTHER_SESSION_ALIVE));
        assertThat(pile.isIn()).isTrue();
    }

    @Test
    void e1AnotherSourceOnAnotherNodeTakesOverFromASilentPileAndIsBelievedLessAndTold() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(20));
        grid.node("west").charging = true;
        other.dials("east");
        grid.pass(Duration.ofMillis(300));
        assertThat(other.isIn()).isTrue();
        assertThat(pile.link.closedBecause).isEqualTo(CloseReason.REPLACED_BY_NEW_LOGIN);
        assertThat(grid.node("east").sessions.standingOf(Grid.PILE)).isEqualTo(Standing.TAKEN_OVER);
        assertThat(told("east", TakeoverHappened.class)).singleElement().satisfies(taken -> {
            assertThat(taken.rule()).isEqualTo(TakeoverRule.OLDER_SILENT);
            assertThat(taken.charging()).isTrue();
            assertThat(taken.older().getHostString()).isEqualTo("10.1.2.3");
        });
    }

    @Test
    void aTakeoverIsCountedWhereverItHappensAndTheFourthLocksTheNumberOnBothNodes() {
        String[] route = {"west", "east", "west", "east", "west"};
        List<Grid.Device> devices = new ArrayList<>();
        for (int i = 0; i < route.length; i++) {
            devices.add(grid.device("10." + i + ".2.3", "898600" + i).dials(route[i]));
            grid.pass(Duration.ofSeconds(20));
        }
        assertThat(devices.getLast().answer).isEqualTo(new Admission.Refused(LoginRefusal.TOO_MANY_TAKEOVERS));
        assertThat(grid.openSessions()).isZero();
        Grid.Device any = grid.device("10.1.2.3", "8986001").dials("west");
        Grid.Device elsewhere = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofSeconds(1));
        assertThat(any.isHungUpOn()).isTrue();
        assertThat(elsewhere.isHungUpOn()).isTrue();
    }

    @Test
    void aPileThatMovedIsNeverToldOfflineByTheNodeItLeft() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.node("west").sessions.closed(pile.id(), CloseReason.BY_PEER);
        grid.pass(Duration.ofSeconds(1));
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        for (int i = 0; i < 10; i++) {
            grid.pass(Duration.ofSeconds(10));
            again.speaks();
        }
        assertThat(again.isIn()).isTrue();
        assertThat(told("west", PileEvent.PileWentOffline.class)).isEmpty();
        assertThat(grid.node("west").moved).containsExactly(pile.id());
        assertThat(grid.node("east").sessions.statusOf(Grid.PILE).presence()).isEqualTo(Presence.ONLINE);
    }

    @Test
    void aSocketThatClosedInMidChargeIsRememberedOnOtherNodesToo() {
        pile.dials("west");
        grid.node("west").charging = true;
        grid.pass(Duration.ofSeconds(1));
        grid.node("west").sessions.closed(pile.id(), CloseReason.BY_PEER);
        grid.pass(Duration.ofSeconds(1));
        other.dials("east");
        grid.pass(Duration.ofMillis(300));
        assertThat(other.isIn()).isTrue();
        assertThat(grid.node("east").sessions.standingOf(Grid.PILE)).isEqualTo(Standing.TAKEN_OVER);
        assertThat(told("east", TakeoverHappened.class)).hasSize(1);
    }

    @Test
    void gw1ThePilesOfADeadNodeComeBackElsewhereAsThemselvesAndAnImpostorDoesNot() {
        pile.dials("west");
        grid.pass(Duration.ofSeconds(1));
        grid.stop("west");
        grid.cut("west", "east");
        grid.rows.orders = true;
        Grid.Device again = grid.device("10.1.2.3", "8986001").dials("east");
        grid.pass(Duration.ofSeconds(1));
        assertThat(again.isIn()).isTrue();
        assertThat(grid.node("east").sessions.standingOf(Grid.PILE)).isEqualTo(Standing.GOOD);
        grid.node("east").sessions.closed(again.id(), CloseReason.BY_PEER);

        Grid second = new Grid("west", "east");
        second.device("10.1.2.3", "8986001").dials("west");
        second.pass(Duration.ofSeconds(1));
        second.stop("west");
        second.rows.orders = true;
        Grid.Device impostor = second.device("10.77.0.1", "8986002").dials("east");
        second.pass(Duration.ofSeconds(2));
        assertThat(impostor.isIn()).isTrue();
        assertThat(second.node("east").sessions.standingOf(Grid.PILE)).isEqualTo(Standing.TAKEN_OVER);
    }

    @Test
    void aSingleNodeAsksNobodyAndWritesNothing() {
        Grid alone = new Grid("west");
        alone.directory.away = true;
        Grid.Device device = alone.device("10.1.2.3", "8986001").dials("west");
        assertThat(device.isIn()).isTrue();
        alone.pass(Duration.ofSeconds(5));
        assertThat(alone.directory.all).isEmpty();
        assertThat(alone.rows.counter).isEqualTo(1_000 + Epochs.BLOCK);
    }

    private <E extends PileEvent> List<E> told(String node, Class<E> type) {
        return grid.node(node).events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
