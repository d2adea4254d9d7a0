package io.ohmgate.ykc.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.ykc.Found;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks the table of contents: what is listed there is tested the day it is listed. */
class EveryFrameTypeTest {
    private static final int SAMPLES = 200;
    private static final long SEED = 0x59_4B_43;
    private static final int FRAME_LENGTH_SENT_MAX = 205;

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasWritten(FrameType type) {
        Random random = new Random(SEED);
        for (int i = 0; i < SAMPLES; i++) {
            Message message = SampleBodies.message(type, random);
            byte[] written = SampleBodies.written(message);
            Decoded decoded = decode(type.code(), written);
            assertThat(decoded).isInstanceOf(Decoded.Understood.class);
            assertThat(((Decoded.Understood) decoded).message())
                    .isEqualTo(message)
                    .hasSameHashCodeAs(message);
            assertThat(SampleBodies.written(((Decoded.Understood) decoded).message()))
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasTheLengthItIsListedWith(FrameType type) {
        Random random = new Random(SEED);
        for (int i = 0; i < SAMPLES; i++) {
            byte[] body = SampleBodies.body(type, random);
            Decoded decoded = decode(type.code(), body);
            assertThat(anomalies(decoded)).doesNotContain(Anomaly.SHORT_BODY, Anomaly.LONG_BODY);
            assertThat(SampleBodies.written(((Decoded.Understood) decoded).message()))
                    .hasSameSizeAs(body);
        }
        assertThat(type.bodyLength() + 4).isLessThanOrEqualTo(FRAME_LENGTH_SENT_MAX);
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsKeysWhenTheTailIsMissing(FrameType type) {
        byte[] body = SampleBodies.body(type, new Random(SEED));
        Message whole = ((Decoded.Understood) decode(type.code(), body)).message();
        int keys = SampleBodies.keyBytes(type);
        for (int length = keys; length < type.bodyLength(); length++) {
            if (hasItsOwnMeaning(type, length)) {
                continue;
            }
            Decoded decoded = decode(type.code(), Arrays.copyOf(body, length));
            assertThat(decoded).as("%d of %d bytes", length, body.length).isInstanceOf(Decoded.Understood.class);
            Message shorter = ((Decoded.Understood) decoded).message();
            assertThat(anomalies(decoded)).contains(Anomaly.SHORT_BODY);
            assertThat(keysOf(shorter)).isEqualTo(keysOf(whole));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoMessageWithoutItsKeys(FrameType type) {
        byte[] body = SampleBodies.body(type, new Random(SEED));
        for (int length = 0; length < SampleBodies.keyBytes(type); length++) {
            Decoded decoded = decode(type.code(), Arrays.copyOf(body, length));
            assertThat(decoded).isInstanceOf(Decoded.Malformed.class);
            assertThat(decoded.anomalies()).containsExactly(Anomaly.MALFORMED_BODY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ignoresAnExtraTailAndSaysSo(FrameType type) {
        if (type == FrameType.TRADE_RECORD_V14
                || type == FrameType.CARD_CLEAR_REPLY
                || type == FrameType.CARD_QUERY_REPLY) {
            return; // Told from others by their length; their lists end with the body.
        }
        byte[] body = SampleBodies.body(type, new Random(SEED));
        for (int extra : new int[] {1, 5, 40}) {
            Decoded decoded = decode(type.code(), Arrays.copyOf(body, body.length + extra));
            assertThat(anomalies(decoded)).contains(Anomaly.LONG_BODY).doesNotContain(Anomaly.SHORT_BODY);
            assertThat(((Decoded.Understood) decoded).message())
                    .isEqualTo(((Decoded.Understood) decode(type.code(), body)).message());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameFrameWhereverTcpSplitsIt(FrameType type) {
        byte[] frame = frame(type);
        List<String> expected = List.of(hex(frame));
        for (int split = 1; split < frame.length; split++) {
            assertThat(found(Arrays.copyOf(frame, split), Arrays.copyOfRange(frame, split, frame.length))
                            .hexes())
                    .as("split at %d", split)
                    .isEqualTo(expected);
        }
        byte[][] singly = new byte[frame.length][];
        for (int i = 0; i < frame.length; i++) {
            singly[i] = new byte[] {frame[i]};
        }
        assertThat(found(singly).hexes()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void canShareASegmentWithAnother(FrameType type) {
        byte[] frame = frame(type);
        byte[] two = Arrays.copyOf(frame, 2 * frame.length);
        System.arraycopy(frame, 0, two, frame.length, frame.length);
        assertThat(found(two).hexes()).containsExactly(hex(frame), hex(frame));
        for (int split = 1; split < two.length; split++) {
            assertThat(found(Arrays.copyOf(two, split), Arrays.copyOfRange(two, split, two.length))
                            .hexes())
                    .as("split at %d", split)
                    .containsExactly(hex(frame), hex(frame));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isUnderstoodInAnyCrcOrderThatIsAccepted(FrameType type) {
        Message message = SampleBodies.message(type, new Random(SEED));
        for (CrcOrder order : CrcOrder.values()) {
            ByteBuf frame = new FrameWriter(order, false).write(message, 0x0102, UnpooledByteBufAllocator.DEFAULT);
            Found found = found(ByteBufUtil.getBytes(frame));
            frame.release();
            // A CRC that both tables agree on is no legacy CRC: the wrong entry is not hit by every frame.
            boolean accepted = order == CrcOrder.LOW_FIRST || order == CrcOrder.HIGH_FIRST;
            if (order != CrcOrder.LEGACY_TABLE) {
                assertThat(found.frames()).hasSize(accepted ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesTheWayItsCodeSays(FrameType type) {
        assertThat(type.isUplink()).isEqualTo(type.code() % 2 == 1);
        FrameType reply = type.reply();
        if (reply != null) {
            assertThat(reply.isUplink()).isNotEqualTo(type.isUplink());
            assertThat(reply.reply()).isNull();
        }
    }

    @Test
    void everyMessageIsListed() {
        List<Class<?>> listed = new ArrayList<>();
        Stream.of(FrameType.values()).forEach(type -> listed.add(type.message()));
        assertThat(leaves(Message.class)).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static List<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? List.of(type)
                : Stream.of(permitted).flatMap(sub -> leaves(sub).stream()).toList();
    }

    /** Lengths by which another layout is chosen. */
    private static boolean hasItsOwnMeaning(FrameType type, int length) {
        return type == FrameType.TRADE_RECORD_V14 || (type == FrameType.BALANCE_UPDATE && length == 19);
    }

    private static List<Object> keysOf(Message message) {
        List<Object> keys = new ArrayList<>();
        for (var component : message.getClass().getRecordComponents()) {
            if (Set.of("tradeNo", "pileNo", "gunNo").contains(component.getName())) {
                try {
                    keys.add(component.getAccessor().invoke(message));
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError("a record hides its own component", e);
                }
            }
        }
        return keys;
    }

    private static Set<Anomaly> anomalies(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Understood.class);
        return decoded.anomalies();
    }

    private static Decoded decode(int code, byte[] body) {
        return Bodies.decode(code, Unpooled.wrappedBuffer(body), 0, null);
    }

    private static byte[] frame(FrameType type) {
        Message message = SampleBodies.message(type, new Random(SEED));
        ByteBuf frame = FrameWriter.STANDARD.write(message, 0x6868, UnpooledByteBufAllocator.DEFAULT);
        byte[] bytes = ByteBufUtil.getBytes(frame);
        frame.release();
        assertThat(bytes.length).isLessThanOrEqualTo(Frame.SIZE_MAX);
        return bytes;
    }

    private static Found found(byte[]... segments) {
        Found found = new Found();
        FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT);
        for (byte[] segment : segments) {
            decoder.feed(Unpooled.wrappedBuffer(segment), 0, found);
        }
        decoder.tick(FrameDecoder.PARTIAL_MAX.toNanos(), found);
        decoder.close();
        return found;
    }

    private static String hex(byte[] bytes) {
        return ByteBufUtil.hexDump(bytes).toUpperCase(Locale.ROOT);
    }
}
