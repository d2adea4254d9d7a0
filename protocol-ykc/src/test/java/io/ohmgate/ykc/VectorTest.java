package io.ohmgate.ykc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.Decoded;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Captured and published frames are golden: read, judged and written back as the file says (reference 14). */
class VectorTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int VECTORS = 88;

    /** Frames with weekday bits in their times, which are not written. */
    private static final Set<String> NOT_CANONICAL = Set.of("trade-record-jcpp");

    record Vector(String name, JsonNode json) {
        String hex() {
            return json.get("hex").stringValue();
        }

        boolean is(String flag) {
            return json.get(flag).booleanValue();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> vectors() {
        try (InputStream in = VectorTest.class.getResourceAsStream("/vectors/ykc-frames.jsonl")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(JSON::readTree)
                    .map(json -> new Vector(json.get("name").stringValue(), json))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Vector> whole() {
        return vectors().stream().filter(v -> v.is("crcValid") && v.is("lengthValid") && v.is("bodyValid"));
    }

    static Stream<Vector> refused() {
        return vectors().stream().filter(v -> !v.is("crcValid"));
    }

    @Test
    void theFileIsWhole() {
        assertThat(vectors()).hasSize(VECTORS);
        assertThat(whole().count() + refused().count()).isGreaterThan(VECTORS - 10);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isDescribedWithItsFields(Vector vector) {
        FrameDescription described = FrameDescriber.describe(vector.hex()).orElseThrow();
        Map<String, Object> expected = new LinkedHashMap<>();
        vector.json()
                .get("fields")
                .properties()
                .forEach(field -> expected.put(field.getKey(), plain(field.getValue())));
        Map<String, Object> found = new LinkedHashMap<>();
        described.fields().forEach((name, value) -> found.put(name, comparable(value)));
        if (vector.is("bodyValid")) {
            assertThat(found).isEqualTo(expected);
            assertThat(described.malformed()).isNull();
        } else {
            assertThat(found).containsAllEntriesOf(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isJudgedByItsCrcAndLength(Vector vector) {
        FrameDescription described = FrameDescriber.describe(vector.hex()).orElseThrow();
        assertThat(described.lengthValid()).isEqualTo(vector.is("lengthValid"));
        assertThat(described.crc().expected())
                .isEqualTo(vector.json().get("crcExpectedLe").stringValue());
        assertThat(described.crc().order()).isEqualTo(orderOf(vector));
        assertThat("0x%02X".formatted(described.typeCode()))
                .isEqualTo(vector.json().get("frameType").stringValue());
        if (described.type() != null) {
            assertThat(described.type().isUplink())
                    .isEqualTo("up".equals(vector.json().get("direction").stringValue()));
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void isDecodedAndWrittenBackByteForByte(Vector vector) {
        Found found = decode(vector.hex());
        assertThat(found.hexes()).containsExactly(vector.hex());
        assertThat(found.dropped()).isEmpty();
        Found.Kept frame = found.frames().getFirst();
        assertThat(frame.crcOrder()).isEqualTo(orderOf(vector));
        assertThat(frame.decoded()).isInstanceOf(Decoded.Understood.class);
        var message = ((Decoded.Understood) frame.decoded()).message();
        ByteBuf written = new FrameWriter(frame.crcOrder(), false)
                .write(message, frame.sequence(), UnpooledByteBufAllocator.DEFAULT);
        String hex = ByteBufUtil.hexDump(written).toUpperCase(Locale.ROOT);
        written.release();
        if (NOT_CANONICAL.contains(vector.name())) {
            assertThat(hex).isNotEqualTo(vector.hex());
            assertThat(((Decoded.Understood) decode(hex).frames().getFirst().decoded()).message())
                    .isEqualTo(message);
        } else {
            assertThat(hex).isEqualTo(vector.hex());
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedIfItsCrcFits(Vector vector) {
        Found found = decode(vector.hex());
        assertThat(found.frames()).isEmpty();
        assertThat(found.dropped().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(vector.hex().length() / 2);
    }

    @Test
    void aLengthByteWithoutTheHeaderIsToleratedAndFlagged() {
        Vector vector = vectors().stream()
                .filter(v -> v.name().equals("heartbeat-ack-jcpp"))
                .findFirst()
                .orElseThrow();
        Found found = decode(vector.hex());
        assertThat(found.hexes()).containsExactly(vector.hex());
        assertThat(found.frames().getFirst().anomalies()).containsExactly(Anomaly.LENGTH_WITHOUT_HEADER);
    }

    private static Found decode(String hex) {
        Found found = new Found();
        FrameDecoder decoder = new FrameDecoder(UnpooledByteBufAllocator.DEFAULT);
        decoder.feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), 0, found);
        long late = FrameDecoder.PARTIAL_MAX.plus(Duration.ofSeconds(1)).toNanos();
        decoder.tick(late, found);
        assertThat(decoder.isWaiting()).isFalse();
        decoder.close();
        return found;
    }

    private static CrcOrder orderOf(Vector vector) {
        JsonNode order = vector.json().get("crcOrder");
        if (order.isNull()) {
            return CrcOrder.BAD;
        }
        return "le".equals(order.stringValue()) ? CrcOrder.LOW_FIRST : CrcOrder.HIGH_FIRST;
    }

    /** Numbers are compared by value: 350 equals 350.0. */
    private static Object plain(JsonNode node) {
        if (node.isNumber()) {
            return comparable(node.decimalValue());
        }
        if (node.isArray()) {
            return node.values().stream().map(VectorTest::plain).toList();
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
            return map;
        }
        return node.stringValue();
    }

    private static Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case BigDecimal number -> number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            case List<?> list -> list.stream().map(VectorTest::comparable).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, entry) -> copy.put(key, comparable(entry)));
                yield copy;
            }
            default -> value;
        };
    }
}
