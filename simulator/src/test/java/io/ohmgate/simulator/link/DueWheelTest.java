package io.ohmgate.simulator.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DueWheelTest {
    private long now = 1_000_000;
    private final DueWheel wheel = new DueWheel(now);

    private class Counting extends DueWheel.Rider {
        final List<Long> visits = new ArrayList<>();

        @Override
        void visit() {
            visits.add(now);
        }
    }

    private void turnTo(long time) {
        while (now < time) {
            now += DueWheel.TICK_MILLIS;
            wheel.turn(now);
        }
    }

    @Test
    void aRiderIsVisitedOnceAndNotEarly() {
        Counting rider = new Counting();
        wheel.book(rider, now + 120);
        turnTo(now + 10_000);

        assertThat(rider.visits).hasSize(1);
        assertThat(rider.visits.getFirst()).isBetween(1_000_120L, 1_000_200L);
    }

    @Test
    void aRiderBeyondTheWheelsHorizonIsVisitedWhenItsTimeComes() {
        Counting rider = new Counting();
        wheel.book(rider, now + 300_000);
        turnTo(now + 400_000);

        assertThat(rider.visits).hasSize(1);
        assertThat(rider.visits.getFirst()).isBetween(1_300_000L, 1_300_100L);
    }

    @Test
    void anEarlierBookingComesFirstAndTheLaterOneIsForgotten() {
        Counting rider = new Counting();
        wheel.book(rider, now + 5_000);
        wheel.book(rider, now + 1_000);
        turnTo(now + 20_000);

        assertThat(rider.visits).hasSize(1);
        assertThat(rider.visits.getFirst()).isBetween(1_001_000L, 1_001_100L);
    }

    @Test
    void ridersThatBookAnewOnEveryVisitAreNeverLost() {
        SplittableRandom random = new SplittableRandom(3);
        List<Counting> riders = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Counting rider = new Counting() {
                @Override
                void visit() {
                    super.visit();
                    wheel.book(this, now + random.nextLong(1, 90_000));
                }
            };
            riders.add(rider);
            wheel.book(rider, now + random.nextLong(1, 90_000));
        }
        turnTo(now + 900_000);

        assertThat(riders).allMatch(rider -> rider.visits.size() > 8);
    }
}
