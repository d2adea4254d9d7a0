package io.ohmgate.ykc.faults;

import static io.ohmgate.ykc.faults.PilePort.OTHER;
import static io.ohmgate.ykc.faults.PilePort.PILE;
import static io.ohmgate.ykc.faults.PilePort.TRADE;
import static io.ohmgate.ykc.faults.PilePort.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.command.CommandFailure;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileStatus.Presence;
import io.ohmgate.gateway.trust.Standing;
import io.ohmgate.gateway.trust.Trust;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.Message;
import io.ohmgate.ykc.message.ReadRealtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.session.YkcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The rows of the fault matrix (invariants 3.2) that are about sessions: real sockets, and virtual time where it is about time. */
class FaultMatrixTest {
    /** What is measured here is not the pace of frames. */
    private static final YkcSettings.Pace TALKATIVE = new YkcSettings.Pace(100_000, 100_000);

    private static final String HOME = "127.0.0.1";
    private static final String ELSEWHERE = "127.66.0.1";
    private final VirtualTimeScheduler clock = PilePort.clock();
    private final GatewayTime time = GatewayTime.of(clock);

    private void pass(Duration duration) {
        clock.advanceTimeBy(duration);
    }

    private static Presence presence(PilePort port) {
        return port.parts.sessions.statusOf(PILE).presence();
    }

    private static @Nullable Trust trust(PilePort port) {
        return port.parts.sessions.statusOf(PILE).trust();
    }

    /** However TCP cuts and joins it, the same is heard; who never ends a login is not waited for. */
    @Test
    void pl1SegmentsSplitAndMerged() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile pile = port.dial(PILE, HOME);
                WirePile slow = port.dial(OTHER, ELSEWHERE)) {
            ByteBuf talk = Unpooled.buffer();
            FrameWriter.STANDARD.write(WirePile.login(PILE, WirePile.SIM), 0, talk);
            FrameWriter.STANDARD.write(new Heartbeat(PILE, 1, 0), 1, talk);
            ByteBuf half = Unpooled.buffer();
            FrameWriter.STANDARD.write(WirePile.login(OTHER, WirePile.SIM), 0, half);
            slow.sends(half.slice(0, half.readableBytes() - 1));
            while (talk.isReadable()) {
                pile.sends(talk.readSlice(1));
            }
            assertThat(pile.verdict()).isTrue();
            assertThat(pile.hears(HeartbeatAck.class)).isNotNull();
            pile.says(
                    WirePile.record(PILE.gun(1), TRADE, 12_345), new Heartbeat(PILE, 1, 0), new Heartbeat(PILE, 2, 0));
            assertThat(pile.hears(HeartbeatAck.class)).isNotNull();
            assertThat(pile.hears(HeartbeatAck.class)).isNotNull();
            await(() -> port.kept.size() == 1);
            assertThat(port.kept.getFirst().raw().fields().total().tenThousandthsKwh())
                    .isEqualTo(12_345);
            slow.socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
            assertThat(slow.isHungUpOn()).isTrue();
            assertThat(port.parts.sessions.openSessions()).isEqualTo(1);
        }
    }

    /** Its socket stays open, but nothing comes any more and nobody says goodbye. */
    @Test
    void pl2HalfOpen() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile dead = port.dial(PILE, HOME)) {
            assertThat(dead.logsIn()).isTrue();
            pass(Duration.ofSeconds(30));
            assertThat(presence(port)).isEqualTo(Presence.ONLINE);
            pass(Duration.ofSeconds(10));
            assertThat(presence(port)).isEqualTo(Presence.OFFLINE);
            try (WirePile again = port.dial(PILE, HOME)) {
                assertThat(again.logsIn()).isTrue();
                assertThat(dead.isHungUpOn()).isTrue();
                assertThat(presence(port)).isEqualTo(Presence.ONLINE);
                assertThat(trust(port)).isEqualTo(Trust.BOUND);
                assertThat(port.parts.sessions.openSessions()).isEqualTo(1);
            }
        }
    }

    /** One direction is cut. Whether a command arrived nobody knows, so it has not failed: it is unanswered. */
    @Test
    void pl3OneWayCut() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile pile = port.dial(PILE, HOME)) {
            assertThat(pile.logsIn()).isTrue();
            // The pile hears, the gateway does not.
            AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
            ask(port).subscribe(answer -> {}, end::set);
            assertThat(pile.hears(ReadRealtime.class)).isNotNull();
            pass(Duration.ofSeconds(10));
            assertThat(end.get()).isInstanceOf(CommandFailure.NoReply.class);
            pass(Duration.ofSeconds(26));
            assertThat(presence(port)).isEqualTo(Presence.OFFLINE);
            // The gateway hears, the pile does not: it beats and beats, and is online; what it is asked stays
            // unanswered.
            pile.says(new Heartbeat(PILE, 1, 0));
            await(() -> presence(port) == Presence.ONLINE);
            end.set(null);
            ask(port).subscribe(answer -> {}, end::set);
            pass(Duration.ofSeconds(10));
            assertThat(end.get()).isInstanceOf(CommandFailure.NoReply.class);
        }
    }

    private static Mono<PileReport> ask(PilePort port) {
        return port.parts.commands.ask(new PileCommand.ReadGun(PILE.gun(1)));
    }

    /** The table of invariants 4.1, row by row, each with and without a charge where that makes a difference. */
    @Test
    void pl7SameNumberTwice() throws Exception {
        sameSourceReplacesAtOnce(false);
        sameSourceReplacesAtOnce(true);
        aLivelyPileIsNotSilenced(false);
        aLivelyPileIsNotSilenced(true);
        whoDoesNotAnswerTheProbeLoses();
        aSilentOneIsReplacedAndTheNewcomerBelievedLittle();
        inTheMiddleOfAChargeTheNewcomerIsQuarantined();
        theFourthTakeoverLocks();
    }

    private void sameSourceReplacesAtOnce(boolean charging) throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile first = port.dial(PILE, HOME);
                WirePile second = port.dial(PILE, HOME)) {
            first.logsIn();
            charge(port, first, charging);
            assertThat(second.logsIn()).isTrue();
            assertThat(first.isHungUpOn()).isTrue();
            assertThat(port.parts.sessions.canStart(PILE)).isTrue();
            assertThat(port.told(PileEvent.TakeoverHappened.class))
                    .singleElement()
                    .extracting(PileEvent.TakeoverHappened::rule)
                    .isEqualTo(TakeoverRule.SAME_SOURCE);
        }
    }

    private void aLivelyPileIsNotSilenced(boolean charging) throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile pile = port.dial(PILE, HOME);
                WirePile clone = port.dial(PILE, ELSEWHERE)) {
            pile.logsIn();
            charge(port, pile, charging);
            clone.says(WirePile.login(PILE, WirePile.SIM));
            assertThat(pile.hears(ReadRealtime.class)).isNotNull();
            pile.beats();
            assertThat(clone.verdict()).isFalse();
            assertThat(clone.isHungUpOn()).isTrue();
            pile.beats();
            assertThat(port.told(PileEvent.LoginRefused.class))
                    .singleElement()
                    .extracting(PileEvent.LoginRefused::reason)
                    .isEqualTo(LoginRefusal.OTHER_SESSION_ALIVE);
        }
    }

    private void whoDoesNotAnswerTheProbeLoses() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile deaf = port.dial(PILE, HOME);
                WirePile other = port.dial(PILE, ELSEWHERE)) {
            deaf.logsIn();
            other.says(WirePile.login(PILE, WirePile.SIM));
            assertThat(deaf.hears(ReadRealtime.class)).isNotNull();
            pass(Duration.ofSeconds(5));
            assertThat(other.verdict()).isTrue();
            assertThat(trust(port)).isEqualTo(Trust.LISTED);
            assertThat(deaf.isHungUpOn()).isTrue();
        }
    }

    private void aSilentOneIsReplacedAndTheNewcomerBelievedLittle() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile silent = port.dial(PILE, HOME);
                WirePile other = port.dial(PILE, ELSEWHERE)) {
            silent.logsIn();
            pass(Duration.ofSeconds(13));
            assertThat(other.logsIn()).isTrue();
            assertThat(trust(port)).isEqualTo(Trust.LISTED);
            assertThat(port.parts.sessions.standingOf(PILE)).isEqualTo(Standing.NOT_TRUSTED);
            await(() -> port.told(PileEvent.BindingDiffered.class).size() == 1);
        }
    }

    private void inTheMiddleOfAChargeTheNewcomerIsQuarantined() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile silent = port.dial(PILE, HOME);
                WirePile other = port.dial(PILE, ELSEWHERE)) {
            silent.logsIn();
            charge(port, silent, true);
            pass(Duration.ofSeconds(13));
            assertThat(other.logsIn()).isTrue();
            assertThat(port.parts.sessions.standingOf(PILE)).isEqualTo(Standing.TAKEN_OVER);
            port.parts
                    .sessions
                    .linkOf(PILE)
                    .orElseThrow()
                    .send(new PileCommand.StartCharging(TRADE, PILE.gun(2), new Money(1_000)));
            assertThat(other.hearsWithin(RemoteStart.class, Duration.ofMillis(300)))
                    .isFalse();
            // Another trade, or far more energy than could have flowed since: kept for a person. The rest agrees:
            // settles.
            TradeNo unknown = new TradeNo("32010600019236012001061803429999");
            other.says(
                    WirePile.record(PILE.gun(1), unknown, 50_000),
                    WirePile.record(PILE.gun(1), TRADE, 500_000),
                    WirePile.record(PILE.gun(1), TRADE, 50_100));
            for (int i = 0; i < 3; i++) {
                assertThat(other.hears(TradeConfirm.class)).isNotNull();
            }
            assertThat(port.kept.stream().map(IncomingRecord::heldBecause).map(because -> because == null))
                    .containsExactly(false, false, true);
            assertThat(port.told(PileEvent.SecurityNoticed.class)).hasSize(2);
        }
    }

    private void theFourthTakeoverLocks() throws Exception {
        try (PilePort port = new PilePort(time)) {
            List<WirePile> rivals = new ArrayList<>();
            for (int i = 0; i <= 4; i++) {
                WirePile rival = port.dial(PILE, i % 2 == 0 ? HOME : ELSEWHERE);
                rivals.add(rival);
                assertThat(rival.logsIn()).isEqualTo(i < 4);
                pass(Duration.ofSeconds(13));
            }
            assertThat(port.told(PileEvent.PileLocked.class)).hasSize(1);
            assertThat(port.parts.sessions.openSessions()).isZero();
            port.parts.sessions.unlock(PILE);
            try (WirePile pile = port.dial(PILE, HOME)) {
                assertThat(pile.logsIn()).isTrue();
            }
            for (WirePile rival : rivals) {
                rival.close();
            }
        }
    }

    private static void charge(PilePort port, WirePile pile, boolean charging) throws Exception {
        if (charging) {
            port.orderRunsOn(PILE);
            pile.charges(TRADE, 50_000);
            await(() -> {
                var live = port.parts.liveGuns.find(PILE.gun(1));
                return live != null && live.state() == GunState.CHARGING && live.charge() != null;
            });
        }
    }

    @Test
    void pl8LoginFlapping() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile pile = port.dial(OTHER, HOME)) {
            assertThat(pile.logsIn()).isTrue();
            for (int second = 0; second < 60; second++) {
                try (WirePile flapping = port.dial(PILE, ELSEWHERE)) {
                    assertThat(flapping.logsIn()).as("login %d", second).isEqualTo(second < 15);
                }
                await(() -> port.parts.sessions.current(PILE).isEmpty());
                if (second % 10 == 0) {
                    pile.beats();
                }
                pass(Duration.ofSeconds(1));
            }
            assertThat(port.told(PileEvent.LoginsBanned.class)).hasSize(1);
            try (WirePile true0 = port.dial(PILE, HOME)) {
                assertThat(true0.logsIn()).isTrue();
            }
        }
    }

    /** One pile brings what it stored in weeks; the inbox is small and the disk slow; another pile must not notice. */
    @Test
    void pl13StoredFramesAfterReconnect() throws Exception {
        int stored = 5_000;
        RecordIntake.Settings small = new RecordIntake.Settings(
                200, 100, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(1));
        YkcSettings settings = YkcSettings.defaults(ZoneId.of("Asia/Shanghai")).withFrames(TALKATIVE);
        try (PilePort port = new PilePort(
                        GatewayTime.system(Schedulers.parallel()), settings, small, Duration.ofMillis(15));
                WirePile pile = port.dial(OTHER, HOME);
                WirePile offline = port.dial(PILE, HOME)) {
            assertThat(pile.logsIn()).isTrue();
            assertThat(offline.logsIn()).isTrue();
            long quiet = p99Micros(pile, 300, () -> {});
            Thread flood = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < stored; i++) {
                        offline.says(WirePile.record(PILE.gun(1), trade(i), 10_000));
                    }
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
            DoubleAccumulator inHand = new DoubleAccumulator(Math::max, 0);
            long busy = p99Micros(
                    pile,
                    300,
                    () -> inHand.accumulate(port.meters
                            .get("ohmgate.records.unconfirmed")
                            .gauge()
                            .value()));
            for (int i = 0; i < stored; i++) {
                assertThat(offline.hears(TradeConfirm.class)).isNotNull();
            }
            flood.join(WirePile.PATIENCE);
            assertThat(port.kept).hasSize(stored);
            // The window, and what one read may bring beyond it.
            assertThat(inHand.get()).isBetween(1.0, 64.0 + 50);
            assertThat(busy).as("p99 %d µs before", quiet).isLessThan(Math.max(quiet * 5, 50_000));
        }
    }

    private static TradeNo trade(int number) {
        return new TradeNo("3201060001923601200106180342%04d".formatted(number));
    }

    private static long p99Micros(WirePile pile, int beats, Runnable each) throws IOException {
        List<Long> micros = new ArrayList<>(beats);
        for (int i = 0; i < beats; i++) {
            long before = System.nanoTime();
            pile.beats();
            each.run();
            micros.add((System.nanoTime() - before) / 1_000);
        }
        Collections.sort(micros);
        return micros.get(beats * 99 / 100);
    }

    /** Every type there is not, every encrypt flag but 0, every version: counted, ignored, and after 20 a minute closed. */
    @Test
    void pl14UnknownTypes() throws Exception {
        try (PilePort port = new PilePort(time)) {
            List<Integer> unknown = new ArrayList<>();
            for (int code = 0; code <= 0xFF; code++) {
                if (FrameType.ofCode(code) == null) {
                    unknown.add(code);
                }
            }
            int frames = 0;
            for (int from = 0; from < unknown.size(); from += 20) {
                List<Integer> some = unknown.subList(from, Math.min(from + 20, unknown.size()));
                try (WirePile pile = port.dial(PILE, HOME)) {
                    pile.says(new Login(PILE, 0xEE, 0xFF, from % 256, "\r\n\u001B[2J", 9, WirePile.SIM, 77));
                    assertThat(pile.verdict()).isTrue();
                    for (int code : some) {
                        pile.sends(frame(code, 0));
                    }
                    pile.beats();
                    frames += some.size();
                    if (some.size() == 20) {
                        pile.sends(frame(0x03, 1));
                        assertThat(pile.isHungUpOn()).isTrue();
                    }
                }
                pass(Duration.ofSeconds(5));
            }
            assertThat(frames).isGreaterThan(190);
            assertThat(port.counted("ohmgate.edge.oddities", "kind", "UNKNOWN_TYPE"))
                    .isEqualTo(frames);
            assertThat(port.parts.oddities.of(PILE))
                    .anySatisfy(seen -> assertThat(seen.name()).isEqualTo("UNKNOWN_TYPE"));
        }
    }

    private static ByteBuf frame(int type, int flag) {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(0x68)
                .writeByte(13)
                .writeShort(0)
                .writeByte(flag)
                .writeByte(type)
                .writeBytes(new byte[9]);
        int crc = 0xFFFF;
        for (int i = 2; i < out.writerIndex(); i++) {
            crc ^= out.getUnsignedByte(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xA001 : crc >>> 1;
            }
        }
        return out.writeShortLE(crc);
    }

    /** It sends and does not read: what waits for it stays small, questions give way, the stop does not. */
    @Test
    void pl15AndE7DoesNotRead() throws Exception {
        YkcSettings settings = YkcSettings.defaults(ZoneId.of("Asia/Shanghai"))
                .withFrames(TALKATIVE)
                .withUnwritableMax(Duration.ofSeconds(5));
        try (PilePort port = new PilePort(
                        GatewayTime.system(Schedulers.parallel()),
                        settings,
                        RecordIntake.Settings.DEFAULT,
                        Duration.ZERO);
                WirePile mute = port.dial(PILE, HOME, 2_048)) {
            assertThat(mute.logsIn()).isTrue();
            fillUp(port, mute);
            var link = port.parts.sessions.linkOf(PILE).orElseThrow();
            for (int i = 0; i < 500; i++) {
                link.send(new PileCommand.ReadGun(PILE.gun(1 + i % 2)));
            }
            link.send(new PileCommand.StopCharging(PILE.gun(1)));
            await(() -> port.counted("ohmgate.edge.oddities", "kind", "COMMAND_DROPPED") >= 400);
            assertThat(port.channels.getFirst().unsafe().outboundBuffer().totalPendingWriteBytes())
                    .isLessThan(80 * 1_024);
            // It reads again: the stop comes before every question that waited.
            List<Class<?>> commands = new ArrayList<>();
            while (commands.isEmpty()) {
                Message next = mute.hears(Message.class);
                assertThat(next).isNotNull();
                if (next instanceof ReadRealtime || next instanceof RemoteStop) {
                    commands.add(next.getClass());
                }
            }
            assertThat(commands).containsExactly(RemoteStop.class);
        }
        try (PilePort port = new PilePort(
                        GatewayTime.system(Schedulers.parallel()),
                        settings,
                        RecordIntake.Settings.DEFAULT,
                        Duration.ZERO);
                WirePile mute = port.dial(PILE, HOME, 2_048)) {
            assertThat(mute.logsIn()).isTrue();
            fillUp(port, mute);
            await(() -> port.counted("ohmgate.sessions.closes", "cause", "not_writable_too_long") == 1);
        }
    }

    /** Beats without hearing the answers until the gateway does not read on. */
    private static void fillUp(PilePort port, WirePile mute) throws Exception {
        ByteBuf beats = Unpooled.buffer();
        for (int i = 0; i < 200; i++) {
            FrameWriter.STANDARD.write(new Heartbeat(PILE, 1, 0), i, beats);
        }
        byte[] bytes = new byte[beats.readableBytes()];
        beats.readBytes(bytes);
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!mute.socket.isClosed()) {
                    mute.socket.getOutputStream().write(bytes);
                }
            } catch (IOException over) {
                // The test closes the socket, or the gateway does.
            }
        });
        assertThat(writer.isAlive()).isTrue();
        // The kernel's buffers still fill for a moment: it is full when nothing has moved for a while.
        long end = System.nanoTime() + WirePile.PATIENCE.toNanos();
        for (int still = 0; still < 20; still = port.channels.getFirst().isWritable() ? 0 : still + 1) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void theHelpersOfThisTestHearWhatIsSaid() throws Exception {
        try (PilePort port = new PilePort(time);
                WirePile pile = port.dial(PILE, HOME);
                WirePile nobody = port.dial(new PileNo("99999999999999"), HOME)) {
            assertThat(nobody.logsIn()).isFalse();
            assertThat(pile.logsIn()).isTrue();
            pile.says(new Heartbeat(PILE, 1, 0));
            assertThat(pile.hears(HeartbeatAck.class)).isEqualTo(new HeartbeatAck(PILE, 1, 0));
            pile.socket.setSoTimeout(50);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> pile.hears(HeartbeatAck.class)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}
