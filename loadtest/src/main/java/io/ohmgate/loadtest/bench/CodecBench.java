package io.ohmgate.loadtest.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Crc16;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.Uplink;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** 编解码. The two frames that are nearly all of the traffic, and the answer to one of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBench {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final long NOW = 1_000_000_000L;

    private final ByteBuf heartbeat = direct(new Heartbeat(PILE, 1, Heartbeat.NORMAL));
    private final ByteBuf realtime = direct(new Realtime(
            Realtime.NO_TRADE,
            PILE,
            1,
            Realtime.CHARGING,
            1,
            1,
            4_000,
            1_000,
            40,
            "0".repeat(16),
            55,
            35,
            20,
            40,
            new Energy(100_000),
            new Energy(100_000),
            new Amount(100_000),
            0));
    private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);
    private final ByteBuf out = Unpooled.directBuffer(Frame.SIZE_MAX);
    private final HeartbeatAck ack = HeartbeatAck.of(new Heartbeat(PILE, 1, Heartbeat.NORMAL));
    private final Last last = new Last();

    private static ByteBuf direct(Uplink message) {
        ByteBuf frame = Unpooled.directBuffer(Frame.SIZE_MAX);
        FrameWriter.STANDARD.write(message, 1, frame);
        return frame;
    }

    private static final class Last implements FrameSink {
        private @Nullable Decoded decoded;

        @Override
        public void frame(Frame frame) {
            decoded = Decoded.of(frame);
        }

        @Override
        public void dropped(Anomaly why, int bytes) {
            throw new IllegalStateException("a good frame was dropped: " + why);
        }
    }

    @Benchmark
    public @Nullable Object readHeartbeat() {
        decoder.feed(heartbeat.readerIndex(0), NOW, last);
        return last.decoded;
    }

    @Benchmark
    public @Nullable Object readRealtime() {
        decoder.feed(realtime.readerIndex(0), NOW, last);
        return last.decoded;
    }

    @Benchmark
    public ByteBuf writeHeartbeatAck() {
        FrameWriter.STANDARD.write(ack, 1, out.clear());
        return out;
    }

    @Benchmark
    public int crcOfRealtime() {
        return Crc16.of(realtime, Frame.SEQUENCE_OFFSET, realtime.writerIndex() - Frame.AROUND_LENGTH);
    }
}
