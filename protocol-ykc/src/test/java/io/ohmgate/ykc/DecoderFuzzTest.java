package io.ohmgate.ykc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.ohmgate.ykc.ReferenceDecoder.Range;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameBody;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.SampleBodies;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Streams of good, mutated, truncated and mislabelled frames with garbage between, cut anywhere. What comes out is what
 * the reference decoder finds, nothing escapes, and every buffer is given back: counted by the byte.
 * A failure is replayed with -Dohmgate.fuzz.seed=…; the long run is -Dohmgate.fuzz.frames=10000000 and
 * -Dohmgate.fuzz.paranoid=1000000.
 */
class DecoderFuzzTest {
    private static final int FRAMES = Integer.getInteger("ohmgate.fuzz.frames", 1_000_000);
    private static final int PARANOID_FRAMES = Integer.getInteger("ohmgate.fuzz.paranoid", 10_000);
    private static final int FRAMES_PER_STREAM = 60;
    private static final int GARBAGE_MAX = 512;

    @Test
    void framesByTheMillionAndNoByteLost() {
        fuzz(FRAMES, new UnpooledByteBufAllocator(false, true));
    }

    @Test
    void framesUnderTheEyesOfTheLeakDetector() throws InterruptedException {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
        ListAppender<ILoggingEvent> reports = new ListAppender<>();
        reports.start();
        log.addAppender(reports);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            fuzz(PARANOID_FRAMES, new UnpooledByteBufAllocator(false, false));
            System.gc();
            Thread.sleep(50);
            // Reports are written when the next buffers are allocated.
            fuzz(FRAMES_PER_STREAM, new UnpooledByteBufAllocator(false, false));
            assertThat(reports.list).isEmpty();
        } finally {
            ResourceLeakDetector.setLevel(before);
            log.detachAppender(reports);
        }
    }

    private static void fuzz(int frames, UnpooledByteBufAllocator allocator) {
        long seed = Long.getLong("ohmgate.fuzz.seed", new SecureRandom().nextLong());
        System.out.println("decoder fuzz: -Dohmgate.fuzz.seed=" + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int planted = 0;
        int delivered = 0;
        for (int stream = 0; planted < frames; stream++) {
            Stream made = Stream.make(random);
            planted += FRAMES_PER_STREAM;
            delivered += check(made, random, allocator, "seed " + seed + ", stream " + stream);
            assertThat(allocator.metric().usedHeapMemory()).isZero();
            assertThat(allocator.metric().usedDirectMemory()).isZero();
        }
        System.out.println("decoder fuzz: " + planted + " frames made, " + delivered + " delivered");
        // If the generator closed most streams early, the test would test little.
        assertThat(delivered).isGreaterThan(planted / 3);
    }

    private static int check(Stream made, RandomGenerator random, UnpooledByteBufAllocator allocator, String where) {
        ReferenceDecoder expected = ReferenceDecoder.over(made.bytes);
        Collector found = new Collector();
        boolean hungUp = random.nextInt(8) == 0;
        FrameDecoder.Verdict verdict = decode(made.bytes, hungUp, random, allocator, found);
        boolean closed = expected.closedAt() != Integer.MAX_VALUE;
        if (hungUp) {
            assertThat(found.frames.size())
                    .as(where)
                    .isLessThanOrEqualTo(expected.frames().size());
        } else {
            assertThat(verdict).as(where).isEqualTo(closed ? FrameDecoder.Verdict.CLOSE : FrameDecoder.Verdict.KEEP);
            assertThat(found.frames).as(where).hasSameSizeAs(expected.frames());
        }
        for (int i = 0; i < found.frames.size(); i++) {
            Range range = expected.frames().get(i);
            byte[] frame = found.frames.get(i);
            if (!Arrays.equals(frame, 0, frame.length, made.bytes, range.start(), range.end())) {
                throw new AssertionError(where + ": frame " + i + " differs");
            }
        }
        if (!closed && !hungUp) {
            assertThat(found.droppedBytes + found.deliveredBytes).as(where).isEqualTo(made.bytes.length);
        }
        everyGoodFrameCameOut(made.good, expected, where);
        return found.frames.size();
    }

    /** A good frame is delivered, unless bytes whose CRC fits by chance took its place, or all was over before. */
    private static void everyGoodFrameCameOut(List<Range> good, ReferenceDecoder expected, String where) {
        int next = 0;
        for (Range frame : good) {
            while (next < expected.frames().size()
                    && expected.frames().get(next).end() <= frame.start()) {
                next++;
            }
            boolean there = next < expected.frames().size()
                    && expected.frames().get(next).start() < frame.end();
            if (!there && frame.end() <= expected.closedAt()) {
                throw new AssertionError(where + ": a good frame at " + frame.start() + " was lost");
            }
        }
    }

    private static FrameDecoder.Verdict decode(
            byte[] stream, boolean hungUp, RandomGenerator random, UnpooledByteBufAllocator allocator, FrameSink sink) {
        FrameDecoder decoder = new FrameDecoder(allocator);
        int largest = 1 << random.nextInt(1, 12);
        for (int at = 0; at < stream.length; ) {
            int size = Math.min(stream.length - at, random.nextInt(1, largest + 1));
            ByteBuf in = random.nextInt(8) == 0 ? allocator.directBuffer(size) : allocator.heapBuffer(size);
            in.writeBytes(stream, at, size);
            decoder.feed(in, 0, sink);
            if (decoder.pendingBytes() > FrameDecoder.PENDING_BYTES_MAX || in.refCnt() != 1) {
                throw new AssertionError("kept " + decoder.pendingBytes() + " bytes, count " + in.refCnt());
            }
            in.release();
            at += size;
        }
        if (hungUp) {
            // The connection is gone; what was kept of an unfinished frame must go too.
            decoder.close();
            return FrameDecoder.Verdict.KEEP;
        }
        FrameDecoder.Verdict verdict = decoder.tick(FrameDecoder.PARTIAL_MAX.toNanos(), sink);
        assertThat(decoder.isWaiting()).isFalse();
        decoder.close();
        return verdict;
    }

    private static final class Collector implements FrameSink {
        final List<byte[]> frames = new ArrayList<>();
        int deliveredBytes;
        int droppedBytes;

        @Override
        public void frame(Frame frame) {
            frames.add(frame.copyBytes());
            deliveredBytes += frame.bytes().readableBytes();
            if (Decoded.of(frame) instanceof Decoded.Understood understood) {
                // What was understood can be said again.
                SampleBodies.written(understood.message());
            }
        }

        @Override
        public void dropped(Anomaly why, int bytes) {
            droppedBytes += bytes;
        }
    }

    /** Bytes, and where in them good frames stand. */
    private static final class Stream {
        private static final FrameType[] TYPES = FrameType.values();

        final byte[] bytes;
        final List<Range> good;

        private Stream(byte[] bytes, List<Range> good) {
            this.bytes = bytes;
            this.good = good;
        }

        static Stream make(RandomGenerator random) {
            ByteBuf out = Unpooled.buffer(8192);
            List<Range> good = new ArrayList<>();
            boolean hostile = random.nextInt(16) == 0;
            for (int i = 0; i < FRAMES_PER_STREAM; i++) {
                if (random.nextInt(4) == 0) {
                    garbage(out, random);
                }
                int start = out.writerIndex();
                if (piece(out, hostile, random)) {
                    good.add(new Range(start, out.writerIndex()));
                }
            }
            return new Stream(ByteBufUtil.getBytes(out), good);
        }

        /** Whether the piece is a good frame. */
        private static boolean piece(ByteBuf out, boolean hostile, RandomGenerator random) {
            int start = out.writerIndex();
            FrameType type = TYPES[random.nextInt(TYPES.length)];
            int code = random.nextInt(20) == 0 ? random.nextInt(256) : type.code();
            byte[] body = SampleBodies.body(type, random);
            boolean broken = false;
            boolean withoutHeader = false;
            CrcOrder order = random.nextInt(10) == 0 ? CrcOrder.HIGH_FIRST : CrcOrder.LOW_FIRST;
            switch (random.nextInt(12)) {
                case 0 -> body = Arrays.copyOf(body, random.nextInt(body.length + 1));
                case 1 -> body = Arrays.copyOf(body, Math.min(251, body.length + random.nextInt(60)));
                case 2 -> random.nextBytes(body);
                case 3 -> body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
                case 4 -> order = CrcOrder.BAD;
                // A length byte below 4 cannot be told from garbage; no message is that short.
                case 5 -> withoutHeader = body.length >= Frame.LENGTH_MIN;
                default -> {}
            }
            if (hostile) {
                order = CrcOrder.BAD;
            }
            new FrameWriter(order, withoutHeader)
                    .write(new RawBody(code, Unpooled.wrappedBuffer(body)), random.nextInt(65536), out);
            int size = out.writerIndex() - start;
            switch (random.nextInt(24)) {
                case 0 -> {
                    out.writerIndex(start + random.nextInt(size));
                    broken = true;
                }
                case 1 -> {
                    int at = start + random.nextInt(size);
                    out.setByte(at, out.getByte(at) ^ (1 << random.nextInt(8)));
                    broken = true;
                }
                case 2 -> {
                    out.setByte(start + 1, random.nextInt(256));
                    broken = true;
                }
                default -> {}
            }
            return !broken && order != CrcOrder.BAD;
        }

        private static void garbage(ByteBuf out, RandomGenerator random) {
            int length = random.nextInt(4) == 0 ? random.nextInt(GARBAGE_MAX) : random.nextInt(16);
            boolean starts = random.nextInt(4) == 0;
            for (int i = 0; i < length; i++) {
                out.writeByte(starts && random.nextInt(4) == 0 ? Frame.START : random.nextInt(256));
            }
        }
    }

    private record RawBody(int typeCode, ByteBuf bytes) implements FrameBody {
        @Override
        public void writeBody(ByteBuf out) {
            out.writeBytes(bytes);
        }
    }
}
