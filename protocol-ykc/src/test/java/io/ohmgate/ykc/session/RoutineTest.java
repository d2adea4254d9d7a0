package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.PileReport.GunHealth;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Heartbeats that say nothing new are answered without being taken apart; the pile must not notice. */
class RoutineTest {
    private static final PileNo PILE = new PileNo("32010600213533");
    private static final PileNo OTHER = new PileNo("32010600213534");
    private static final Login LOGIN = new Login(PILE, 0, 2, 16, "V1", 0, "00000000000000000000", 4);

    private final TestPile pile = new TestPile();

    RoutineTest() {
        pile.gateway.allowed.add(PILE);
        pile.gateway.allowed.add(OTHER);
        pile.says(LOGIN).hears(LoginAck.accepted(PILE));
        pile.sequencesHeard.clear();
    }

    @Test
    void everyHeartbeatIsAnsweredWithItsOwnSequenceAndKeepsTheSessionAlive() {
        int before = pile.gateway.heard;
        for (int i = 0; i < 200; i++) {
            pile.says(beat(1, 0)).hears(new HeartbeatAck(PILE, 1, 0));
        }
        assertThat(pile.sequencesHeard)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(pile.gateway.heard - before).isEqualTo(200);
    }

    @Test
    void aGunIsReportedWhenItsStateChangesAndFarLessOftenThanItIsTold() {
        for (int i = 0; i < 30; i++) {
            pile.says(beat(1, 0), beat(2, 0));
        }
        assertThat(pile.gateway.reports).hasSize(2);
        pile.says(beat(2, 1), beat(2, 1), beat(1, 0), beat(2, 0));
        assertThat(pile.gateway.reports.subList(2, pile.gateway.reports.size()))
                .isEqualTo(List.of(new GunHealth(PILE.gun(2), true), new GunHealth(PILE.gun(2), false)));
    }

    @Test
    void heartbeatsOfOneReadAreAnsweredInTheirOrder() {
        pile.says(beat(1, 0)).heard();
        pile.says(beat(1, 0), beat(0, 0), beat(99, 0), beat(1, 0), beat(1, 0))
                .hears(ack(1), ack(0), ack(99), ack(1), ack(1));
    }

    @Test
    void aHeartbeatOfAnotherPileIsNoneOfThisOnes() {
        pile.says(beat(1, 0), beat(1, 0)).heard();
        pile.says(new Heartbeat(OTHER, 1, 0)).hears();
        assertThat(pile.gateway.security).isNotEmpty();
    }

    @Test
    void behindAConcentratorEachPileIsAnsweredAsItself() {
        pile.says(beat(1, 0), beat(1, 0)).heard();
        pile.says(new Login(OTHER, 0, 2, 16, "V1", 0, "00000000000000000000", 4))
                .heard();
        pile.says(new Heartbeat(OTHER, 1, 0), beat(1, 0), new Heartbeat(OTHER, 1, 0))
                .hears(new HeartbeatAck(OTHER, 1, 0), ack(1), new HeartbeatAck(OTHER, 1, 0));
    }

    private static Heartbeat beat(int gunNo, int state) {
        return new Heartbeat(PILE, gunNo, state);
    }

    private static HeartbeatAck ack(int gunNo) {
        return new HeartbeatAck(PILE, gunNo, 0);
    }
}
