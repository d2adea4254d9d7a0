package io.ohmgate.ykc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.SampleBodies;
import java.util.Arrays;

/**
 * Bytes looked for by what code they reach. In a usual build the kept inputs are replayed; {@code JAZZER_FUZZ=1} in the
 * environment looks for new ones:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl protocol-ykc -am test -Dtest=CoverageFuzzTest#decoder -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class CoverageFuzzTest {
    private static final int BYTES_MAX = 4_096;

    /** The first byte says how large the pieces are in which the others come. */
    @FuzzTest(maxDuration = "2m")
    void decoder(byte[] data) {
        if (data.length < 2 || data.length > BYTES_MAX) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(data, 1, data.length);
        ReferenceDecoder expected = ReferenceDecoder.over(stream);
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
        Counting found = new Counting();
        FrameDecoder decoder = new FrameDecoder(allocator);
        int piece = 1 + (data[0] & 0xFF);
        for (int at = 0; at < stream.length; at += piece) {
            ByteBuf in = allocator.heapBuffer(piece);
            in.writeBytes(stream, at, Math.min(piece, stream.length - at));
            decoder.feed(in, 0, found);
            in.release();
        }
        decoder.tick(FrameDecoder.PARTIAL_MAX.toNanos(), found);
        decoder.close();

        assertThat(found.frames).isEqualTo(expected.frames().size());
        if (expected.closedAt() == Integer.MAX_VALUE) {
            assertThat(found.bytes).isEqualTo(stream.length);
        }
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    /** The first byte is the type, the others the body: whatever comes, no exception, and what is understood can be said. */
    @FuzzTest(maxDuration = "2m")
    void body(byte[] data) {
        if (data.length < 1 || data.length > Frame.LENGTH_MAX - Frame.LENGTH_MIN + 1) {
            return;
        }
        byte[] frame = new byte[data.length + Frame.OVERHEAD - 1];
        frame[0] = Frame.START;
        frame[1] = (byte) (data.length + Frame.LENGTH_MIN - 1);
        System.arraycopy(data, 0, frame, Frame.OVERHEAD - 3, data.length);
        FrameDescriber.describe(frame)
                .ifPresent(told -> assertThat(told.typeCode()).isEqualTo(data[0] & 0xFF));
    }

    private static final class Counting implements FrameSink {
        private int frames;
        private int bytes;

        @Override
        public void frame(Frame frame) {
            frames++;
            bytes += frame.bytes().readableBytes();
            if (Decoded.of(frame) instanceof Decoded.Understood understood) {
                // What was understood can be said again.
                SampleBodies.written(understood.message());
            }
        }

        @Override
        public void dropped(Anomaly why, int count) {
            bytes += count;
        }
    }
}
