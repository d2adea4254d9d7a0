package io.ohmgate.ykc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.Uplink;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FramePaceTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void aPileThatSaysTooMuchIsNotReadForASecondAndLosesNothing() {
        TestPile pile = loggedIn();
        pile.says(beats(300));
        assertThat(pile.heard()).as("all that was read is answered").hasSize(300);
        assertThat(reads(pile)).as("but it is not read on").isZero();
        pile.staysSilentFor(Duration.ofMillis(999));
        assertThat(reads(pile)).isZero();
        pile.staysSilentFor(Duration.ofMillis(1));
        assertThat(reads(pile)).isEqualTo(1);
        pile.isConnected();
    }

    @Test
    void theUsualTrafficOfTwoGunsNeverRests() {
        TestPile pile = loggedIn();
        for (int second = 0; second < 600; second++) {
            pile.says(beats(2));
            pile.staysSilentFor(Duration.ofSeconds(1));
        }
        assertThat(pile.gateway.oddities).doesNotContain(Oddity.TOO_MANY_FRAMES.name());
    }

    @Test
    void aConcentratorHasTheShareOfEachOfItsPiles() {
        FramePace pace = new FramePace(10, 200, 0);
        for (int i = 0; i < 400; i++) {
            pace.take();
        }
        assertThat(pace.isSpent(SECOND, 1)).isTrue();
        assertThat(pace.isSpent(5 * SECOND, 16)).isFalse();
    }

    @Test
    void theBudgetNeverGrowsBeyondItsBurst() {
        FramePace pace = new FramePace(10, 200, 0);
        pace.take();
        assertThat(pace.isSpent(Duration.ofDays(400).toNanos(), 1)).isFalse();
        int taken = 1;
        while (!pace.take()) {
            taken++;
        }
        assertThat(taken).isEqualTo(200);
    }

    private static TestPile loggedIn() {
        TestPile pile = new TestPile();
        pile.channel.config().setAutoRead(false);
        pile.channel.pipeline().addFirst(new ReadCounter());
        pile.gateway.allowed.add(PILE);
        pile.says(new Login(PILE, Login.PILE_TYPE_DC, 2, 0x10, "V1.0.0", 1, "0".repeat(20), 4));
        pile.heard();
        reads(pile);
        return pile;
    }

    private static Uplink[] beats(int count) {
        return Collections.nCopies(count, (Uplink) new Heartbeat(PILE, 1, 0)).toArray(Uplink[]::new);
    }

    private static int reads(TestPile pile) {
        ReadCounter counter = pile.channel.pipeline().get(ReadCounter.class);
        int reads = counter.reads;
        counter.reads = 0;
        return reads;
    }
}
