package io.ohmgate.gateway.frames;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameRecorderTest {
    private static final InetSocketAddress HOME = InetSocketAddress.createUnresolved("127.0.0.1", 4000);
    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00.123Z");

    private final FrameLimits limits = new FrameLimits(8, 1024, 8 * 1024, 3, 512);
    private Instant now = NOON;
    private final FrameRecorder recorder = new FrameRecorder(limits, () -> now, new SimpleMeterRegistry());

    @Test
    void theLastFramesOfAPileAreThereWithTheirBytesAndTimes() {
        for (int i = 0; i < 20; i++) {
            says(pile(1), Keeping.RECENT, bytes(i, 10 + i));
        }
        List<SeenFrame> seen = recorder.recent(pile(1));
        assertThat(seen).hasSize(limits.framesPerPile());
        assertThat(seen.getLast().bytes()).isEqualTo(bytes(19, 29));
        assertThat(seen.getFirst().bytes()).isEqualTo(bytes(12, 22));
        assertThat(seen).extracting(SeenFrame::at).containsOnly(NOON);
        assertThat(seen).extracting(SeenFrame::id).doesNotHaveDuplicates().isSorted();
        assertThat(seen.getLast().epoch()).isEqualTo(77);
    }

    /** A model that cannot be wrong beside it: a queue of whole frames. */
    @Test
    void aRingThatGoesRoundAThousandTimesLosesNothingButTheOldest() {
        Random random = new Random(20_261_122);
        FrameRing ring = new FrameRing(64, 4_096);
        Deque<byte[]> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = bytes(i, 1 + random.nextInt(259));
            ring.write(i, Direction.UP, Keeping.RECENT, 1, Unpooled.wrappedBuffer(frame), 0, frame.length);
            model.addLast(frame);
            List<SeenFrame> read = ring.read(pile(1), "");
            while (model.size() > read.size()) {
                model.removeFirst();
            }
            assertThat(read.getLast().id()).isEqualTo(i);
            assertThat(read.size()).isBetween(Math.min(i + 1, 4_096 / (259 + FrameRing.HEADER) - 1), 64);
            if (i % 97 == 0) {
                List<byte[]> wanted = new ArrayList<>(model);
                for (int k = 0; k < read.size(); k++) {
                    assertThat(read.get(k).bytes()).isEqualTo(wanted.get(k));
                }
            }
        }
        assertThat(ring.capacity()).isEqualTo(4_096);
    }

    @Test
    void aHeartbeatAllocatesNothingOnceTheRingHasItsSize() {
        ByteBuf heartbeat = Unpooled.wrappedBuffer(bytes(3, 17));
        SessionId session = new SessionId(pile(1), 77);
        FrameRecorder real = new FrameRecorder(FrameLimits.BOOK, () -> NOON, new SimpleMeterRegistry());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 50_000; i++) {
            real.frame(Direction.UP, Keeping.RECENT, session, HOME, heartbeat, 0, 17);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 50_000; i++) {
            real.frame(Direction.UP, Keeping.RECENT, session, HOME, heartbeat, 0, 17);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 50_000;
        assertThat(each).isLessThan(64);
    }

    @Test
    void theQuietestPilesGiveWayWhenAllRingsTogetherAreTooLarge() {
        for (int pile = 1; pile <= 40; pile++) {
            now = NOON.plusSeconds(pile);
            says(pile(pile), Keeping.RECENT, bytes(pile, 200));
            says(pile(pile), Keeping.RECENT, bytes(pile, 200));
            assertThat(recorder.bytesHeld()).isLessThanOrEqualTo(limits.bytesInAll());
        }
        assertThat(recorder.recent(pile(1))).isEmpty();
        assertThat(recorder.recent(pile(40))).hasSize(2);
    }

    @Test
    void onlyWhatIsWorthKeepingIsToldWithACopyOfItsBytes() {
        List<SeenFrame> kept = new ArrayList<>();
        recorder.durable.add(kept::add);
        byte[] frame = bytes(5, 30);
        says(pile(1), Keeping.RECENT, bytes(4, 17));
        says(pile(1), Keeping.DURABLE, frame);
        byte[] wanted = frame.clone();
        frame[3] = 99;
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().bytes()).isEqualTo(wanted);
        assertThat(kept.getFirst().source()).isEqualTo("127.0.0.1");
        assertThat(recorder.recent(pile(1)).getLast().id())
                .isEqualTo(kept.getFirst().id());
    }

    @Test
    void whatIsRefusedIsKeptByItsSourceAndOfNoMoreSourcesThanAllowed() {
        for (int host = 1; host <= 5; host++) {
            now = NOON.plusSeconds(host);
            InetSocketAddress source = InetSocketAddress.createUnresolved("10.0.0." + host, 1);
            recorder.frame(Direction.UP, Keeping.REFUSED, null, source, Unpooled.wrappedBuffer(bytes(host, 40)), 0, 40);
        }
        assertThat(recorder.refusedSources())
                .extracting(FrameRecorder.RefusedSource::source)
                .containsExactly("10.0.0.5", "10.0.0.4", "10.0.0.3");
        assertThat(recorder.refusedFrom("10.0.0.1")).isEmpty();
        assertThat(recorder.refusedFrom("10.0.0.5").getFirst().bytes()).isEqualTo(bytes(5, 40));
        assertThat(recorder.bytesHeld()).isZero();
    }

    @Test
    void numbersGrowEvenWhenTheClockGoesBack() {
        FrameIds ids = new FrameIds(() -> now);
        long first = ids.next();
        now = NOON.minusSeconds(3_600);
        long second = ids.next();
        assertThat(second).isGreaterThan(first);
        assertThat(FrameIds.timeOf(first)).isEqualTo(NOON);
        assertThat(FrameIds.firstAt(NOON)).isLessThanOrEqualTo(first);
    }

    private void says(PileNo pile, Keeping keeping, byte[] frame) {
        ByteBuf read = Unpooled.wrappedBuffer(frame);
        recorder.frame(Direction.UP, keeping, new SessionId(pile, 77), HOME, read, 0, frame.length);
    }

    private static PileNo pile(int number) {
        return new PileNo("320106000%05d".formatted(number));
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
