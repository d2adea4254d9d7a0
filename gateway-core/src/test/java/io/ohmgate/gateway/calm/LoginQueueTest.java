package io.ohmgate.gateway.calm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.RecordingLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginQueueTest {
    private static final LoginQueue.Limits SMALL = new LoginQueue.Limits(100, 100, 50, 1_000, 200);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<PileNo> charging = new HashSet<>();
    private final List<PileNo> judged = new ArrayList<>();
    private final List<Admission> verdicts = new ArrayList<>();
    private long nanos;
    private long lag;
    private final Calm calm = new Calm(() -> nanos, InstantSource.system(), meters).reads(Signal.LOOP_LAG, () -> lag);
    private final LoginQueue queue = new LoginQueue(
            SMALL, calm, charging::contains, (hello, link, verdict) -> judged.add(hello.pileNo()), () -> nanos, meters);

    @Test
    void whatTheNodeCanBearPassesAtOnce() {
        comes(0, 100);
        assertThat(judged).hasSize(100);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aPileThatChargesPassesAllThatWaitAndDoNot() {
        charging.add(pile(450));
        comes(0, 451);
        assertThat(judged).hasSize(101).endsWith(pile(450));
    }

    @Test
    void theOthersComeInTheirOrderAndNoneIsLost() {
        comes(0, 400);
        for (int tenth = 0; tenth < 40; tenth++) {
            pass(Duration.ofMillis(100));
        }
        List<PileNo> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(pile(i));
        }
        assertThat(judged).isEqualTo(all);
    }

    @Test
    void withTooManyInProgressNobodyNewIsAccepted() {
        comes(0, 299);
        assertThat(queue.acceptPercent()).isEqualTo(100);
        comes(299, 301);
        assertThat(queue.acceptPercent()).isZero();
        pass(Duration.ofMillis(100));
        assertThat(queue.acceptPercent()).isEqualTo(100);
    }

    @Test
    void underPressureOnlyThoseThatChargeComeIn() {
        lag = 3_000;
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMillis(100));
        }
        charging.add(pile(7));
        comes(0, 10);
        assertThat(judged).containsExactly(pile(7));
        assertThat(queue.acceptPercent()).isZero();
    }

    @Test
    void oneTooManyIsToldNoAndDialsAgain() {
        comes(0, 1_101);
        assertThat(verdicts).containsExactly(new Admission.Refused(Admission.LoginRefusal.GATEWAY_DRAINING));
    }

    private void comes(int from, int to) {
        for (int i = from; i < to; i++) {
            PileHello hello = new PileHello(
                    pile(i), true, 2, "V1.6", "", "", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
            queue.enter(hello, new RecordingLink("127.0.0.1", 1), verdicts::add);
        }
    }

    private static PileNo pile(int number) {
        return new PileNo("%014d".formatted(number));
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        calm.look();
        queue.drain();
    }
}
