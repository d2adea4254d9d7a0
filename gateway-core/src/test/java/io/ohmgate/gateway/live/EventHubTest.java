package io.ohmgate.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class EventHubTest {
    private static final GunId GUN = SessionStage.PILE.gun(1);
    private static final Topic TOPIC = Topic.gun(GUN);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomicInteger wakes = new AtomicInteger();
    private GunLive live = GunLive.unknown(GUN, 7, 70);
    private final EventHub hub =
            new EventHub(GatewayTime.of(clock), topic -> Mono.just(new TopicData.GunView(live)), clock);

    EventHubTest() {
        clock.advanceTimeBy(Duration.ofDays(20_000));
        hub.start();
    }

    @Test
    void theSnapshotComesFirstAndThenEveryChange() {
        Mailbox mailbox = listening(null);
        becomes(GunState.IDLE);
        becomes(GunState.CHARGING);
        List<TopicMessage> read = readAll(mailbox);
        assertThat(read)
                .extracting(TopicMessage::type)
                .containsExactly(TopicMessage.Type.SNAPSHOT, TopicMessage.Type.STATE, TopicMessage.Type.STATE);
        assertThat(read.get(2).seq()).isEqualTo(read.get(0).seq() + 2);
    }

    @Test
    void telemetryComesAtMostOnceASecondAndTheLatestWins() {
        Mailbox mailbox = listening(null);
        readAll(mailbox);
        int told = 0;
        for (int i = 1; i <= 100; i++) {
            values(i);
            clock.advanceTimeBy(Duration.ofMillis(100));
            told += readAll(mailbox).size();
        }
        assertThat(told).isBetween(8, 11);
        clock.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(live.telemetry().socPercent()).isEqualTo(100);
    }

    @Test
    void valuesThatWaitedNeverComeAfterAChangeThatOutdatedThem() {
        Mailbox mailbox = listening(null);
        values(1);
        values(2);
        becomes(GunState.FAULT);
        clock.advanceTimeBy(Duration.ofSeconds(3));
        List<TopicMessage> read = readAll(mailbox);
        TopicMessage last = read.get(read.size() - 1);
        assertThat(((TopicData.GunView) last.data()).gun().state()).isEqualTo(GunState.FAULT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 50, 199})
    void whoComesBackSeesTheLatestStateAndEachChangeOnce(int cutAfter) {
        List<Long> seen = new ArrayList<>();
        Mailbox first = listening(null);
        for (int i = 0; i < cutAfter; i++) {
            flips(i);
        }
        readAll(first).forEach(message -> seen.add(message.seq()));
        first.close();
        for (int i = cutAfter; i < 200; i++) {
            flips(i);
        }
        Mailbox second = listening(seen.get(seen.size() - 1));
        readAll(second).forEach(message -> seen.add(message.seq()));
        assertThat(seen).doesNotHaveDuplicates().isSorted().hasSize(201);
    }

    @Test
    void whoWasAwayForTooLongBeginsWithASnapshot() {
        Mailbox first = listening(null);
        long last = readAll(first).get(0).seq();
        first.close();
        for (int i = 0; i < TopicChannel.RING + 1; i++) {
            flips(i);
        }
        assertThat(readAll(listening(last))).extracting(TopicMessage::type).containsExactly(TopicMessage.Type.SNAPSHOT);
    }

    @Test
    void aSubscriberWhoDoesNotReadIsLetGoByNameAndHoldsNothing() {
        Mailbox slow = listening(null);
        for (int i = 0; i < Mailbox.STATES_MAX * 2; i++) {
            flips(i);
        }
        assertThat(slow.ended()).isEqualTo(Mailbox.End.TOO_SLOW);
        assertThat(slow.size()).isZero();
    }

    @Test
    void aSubscriberWhoDoesNotReadTelemetryHoldsOneMessage() {
        Mailbox slow = listening(null);
        readAll(slow);
        for (int i = 0; i < 1_000; i++) {
            values(i % 100);
            clock.advanceTimeBy(Duration.ofSeconds(1));
        }
        assertThat(slow.ended()).isNull();
        assertThat(slow.size()).isEqualTo(1);
    }

    @Test
    void aTopicNobodyListensToIsForgottenAndItsNumbersNeverGoBack() {
        Mailbox first = listening(null);
        flips(1);
        long last = readAll(first).get(1).seq();
        first.close();
        clock.advanceTimeBy(EventHub.LINGER.plusSeconds(30));
        assertThat(hub.topics()).isZero();
        assertThat(readAll(listening(null)).get(0).seq()).isGreaterThanOrEqualTo(last);
    }

    @Test
    void whatDoesNotExistIsSaidSo() {
        EventHub empty = new EventHub(GatewayTime.of(clock), topic -> Mono.empty(), clock);
        Mailbox mailbox = empty.open(wakes::incrementAndGet);
        empty.subscribe(mailbox, TOPIC, null);
        assertThat(mailbox.ended()).isEqualTo(Mailbox.End.NO_SUCH_THING);
    }

    @Test
    void aStreamIsReadAsFarAsItIsRequested() {
        StepVerifier.create(hub.subscribe(TOPIC, null), 1)
                .then(clock::advanceTime)
                .assertNext(message -> assertThat(message.type()).isEqualTo(TopicMessage.Type.SNAPSHOT))
                .then(() -> {
                    becomes(GunState.IDLE);
                    clock.advanceTime();
                })
                .thenRequest(1)
                .then(clock::advanceTime)
                .assertNext(message -> assertThat(message.type()).isEqualTo(TopicMessage.Type.STATE))
                .thenCancel()
                .verify(Duration.ofSeconds(5));
    }

    private Mailbox listening(@Nullable Long after) {
        Mailbox mailbox = hub.open(wakes::incrementAndGet);
        hub.subscribe(mailbox, TOPIC, after);
        return mailbox;
    }

    private void flips(int i) {
        becomes(i % 2 == 0 ? GunState.IDLE : GunState.CHARGING);
    }

    private void becomes(GunState state) {
        GunLive before = live;
        live = live.withState(state);
        hub.changed(new LiveChange(before, live, true));
    }

    private void values(int soc) {
        GunLive before = live;
        Telemetry telemetry = new Telemetry(null, null, null, soc, null, null, null, null, null);
        live = new GunLive(GUN, 7, 70, live.state(), null, null, 0, telemetry, null, null, clockNow());
        hub.changed(new LiveChange(before, live, false));
    }

    private Instant clockNow() {
        return GatewayTime.of(clock).wall().instant();
    }

    private static List<TopicMessage> readAll(Mailbox mailbox) {
        List<TopicMessage> read = new ArrayList<>();
        for (TopicMessage next = mailbox.poll(); next != null; next = mailbox.poll()) {
            read.add(next);
        }
        return read;
    }
}
