package io.ohmgate.ykc.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.FrameBody;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.SampleBodies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No card, vehicle or password is left in a frame, and nothing else is touched. */
class FrameMaskTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final FrameMask mask =
            new FrameMask("a key of the test, 32 bytes long".getBytes(StandardCharsets.US_ASCII));

    /** Each field the mask hides is another one; every other field is the same; length and verdicts too. */
    @ParameterizedTest
    @EnumSource
    void everyTypeKeepsItsFieldsButTheSecretOnes(FrameType type) {
        Random random = new Random(type.code());
        for (int i = 0; i < 50; i++) {
            byte[] frame = frame(type, SampleBodies.body(type, random), CrcOrder.LOW_FIRST);
            byte[] masked = mask.masked(frame);
            FrameDescription before = described(frame);
            FrameDescription after = described(masked);
            assertThat(after.crc().order()).isEqualTo(CrcOrder.LOW_FIRST);
            assertThat(after.malformed()).isEqualTo(before.malformed());
            assertThat(masked).hasSameSizeAs(frame);
            assertThat(open(after.fields())).isEqualTo(open(before.fields()));
            secret(before.fields()).forEach((name, value) -> {
                if (value.length() > 8 && value.chars().distinct().count() > 2) {
                    assertThat(HEX.formatHex(masked)).as(name).doesNotContain(value);
                    assertThat(secret(after.fields()).get(name)).as(name).isNotEqualTo(value);
                }
            });
        }
    }

    @Test
    void everyPublishedFrameIsAsValidAfterwardsAsItWasBefore() throws IOException {
        for (JsonNode vector : vectors()) {
            byte[] frame = HEX.parseHex(vector.get("hex").stringValue());
            FrameDescription before = FrameDescriber.describe(frame).orElseThrow();
            if (before.type() == null) {
                continue;
            }
            byte[] masked = mask.masked(frame);
            String name = vector.get("name").stringValue();
            if (masked.length < frame.length) {
                assertThat(before.crc().valid()).as(name).isFalse();
                continue;
            }
            FrameDescription after = FrameDescriber.describe(masked).orElseThrow();
            assertThat(after.crc().valid()).as(name).isEqualTo(before.crc().valid());
            assertThat(after.lengthValid()).as(name).isEqualTo(before.lengthValid());
            assertThat(after.malformed()).as(name).isEqualTo(before.malformed());
            assertThat(open(after.fields())).as(name).isEqualTo(open(before.fields()));
        }
    }

    @Test
    void twoFramesInOneAreShownOnlyAtTheirBeginning() {
        byte[] start = frame(
                FrameType.PILE_START_REQUEST,
                SampleBodies.body(FrameType.PILE_START_REQUEST, new Random(3)),
                CrcOrder.LOW_FIRST);
        byte[] heartbeat = HEX.parseHex("680D25D30003202312120000100100D1AC");
        byte[] both = Arrays.copyOf(heartbeat, heartbeat.length + start.length);
        System.arraycopy(start, 0, both, heartbeat.length, start.length);
        both[1] = (byte) (both.length - 4);
        assertThat(mask.masked(both)).hasSize(16);
    }

    @Test
    void theSameCardIsTheSameOtherCardInEveryFrame() {
        byte[] start = body(FrameType.REMOTE_START);
        put(start, 24, "0000001000000573");
        put(start, 32, "00000000D14B0A54");
        byte[] swipe = body(FrameType.PILE_START_REQUEST);
        put(swipe, 10, "00000000D14B0A54");
        Object inStart = masked(FrameType.REMOTE_START, start).fields().get("physicalCardNo");
        Object inSwipe = masked(FrameType.PILE_START_REQUEST, swipe).fields().get("accountOrCard");
        assertThat(inStart).isEqualTo(inSwipe).asString().startsWith("00000000").endsWith("0A54");
        assertThat(inStart).isNotEqualTo("00000000D14B0A54");
        Object printed = masked(FrameType.REMOTE_START, start).fields().get("logicalCardNo");
        assertThat(printed).asString().matches("[0-9]{16}").endsWith("0573").isNotEqualTo("0000001000000573");
    }

    @Test
    void theSameVehicleIsTheSameOtherVehicleWhicheverWayRoundItStands() {
        String vin = "LGAG4PY33S6013235";
        byte[] handshake = body(FrameType.BMS_HANDSHAKE);
        System.arraycopy(vin.getBytes(StandardCharsets.US_ASCII), 0, handshake, 48, 17);
        byte[] start = body(FrameType.PILE_START_REQUEST);
        String reversed = new StringBuilder(vin).reverse().toString();
        System.arraycopy(reversed.getBytes(StandardCharsets.US_ASCII), 0, start, 34, 17);
        String forward = String.valueOf(
                masked(FrameType.BMS_HANDSHAKE, handshake).fields().get("vin"));
        String wire = String.valueOf(
                masked(FrameType.PILE_START_REQUEST, start).fields().get("vinWire"));
        String back = new StringBuilder(new String(HEX.parseHex(wire), StandardCharsets.US_ASCII))
                .reverse()
                .toString();
        assertThat(forward)
                .isEqualTo(back)
                .endsWith("3235")
                .doesNotStartWith("LGAG")
                .hasSize(17);
    }

    @Test
    void passwordsLeaveNothingBehind() {
        byte[] start = body(FrameType.PILE_START_REQUEST);
        System.arraycopy("0f1e2d3c4b5a6978".getBytes(StandardCharsets.US_ASCII), 0, start, 18, 16);
        byte[] update = body(FrameType.OTA);
        System.arraycopy("ftp-canary".getBytes(StandardCharsets.US_ASCII), 0, update, 28, 10);
        System.arraycopy("pass-canary".getBytes(StandardCharsets.US_ASCII), 0, update, 44, 11);
        assertThat(masked(FrameType.PILE_START_REQUEST, start).fields().get("password"))
                .isEqualTo("2A".repeat(16));
        Map<String, @Nullable Object> ota = masked(FrameType.OTA, update).fields();
        assertThat(ota.get("username")).isEqualTo("*".repeat(16));
        assertThat(ota.get("password")).isEqualTo("*".repeat(16));
    }

    @Test
    void whereNothingStandsNothingIsInvented() {
        Map<String, @Nullable Object> record =
                masked(FrameType.TRADE_RECORD, body(FrameType.TRADE_RECORD)).fields();
        assertThat(record.get("physicalCardNo")).isEqualTo("0".repeat(16));
        assertThat(record.get("vin")).isEqualTo("");
    }

    @Test
    void aWrongCheckSumStaysWrongAndAHighByteFirstOneStaysSo() {
        byte[] body = body(FrameType.REMOTE_START);
        put(body, 32, "00000000D14B0A54");
        for (CrcOrder order : List.of(CrcOrder.BAD, CrcOrder.HIGH_FIRST)) {
            byte[] masked = mask.masked(frame(FrameType.REMOTE_START, body, order));
            assertThat(described(masked).crc().order()).isEqualTo(order);
        }
    }

    @Test
    void ofWhatCannotBeReadOnlyTheBeginningIsShown() {
        byte[] unknown = frame(FrameType.LOGIN, new byte[60], CrcOrder.LOW_FIRST);
        unknown[5] = 0x71;
        assertThat(mask.masked(unknown)).hasSize(FrameMask.UNREADABLE_SHOWN);
        assertThat(mask.masked("GET /card=6222021234567890 HTTP/1.1".getBytes(StandardCharsets.US_ASCII)))
                .hasSize(FrameMask.UNREADABLE_SHOWN);
    }

    private FrameDescription masked(FrameType type, byte[] body) {
        return described(mask.masked(frame(type, body, CrcOrder.LOW_FIRST)));
    }

    private static byte[] body(FrameType type) {
        byte[] body = new byte[type.bodyLength()];
        byte[] sample = SampleBodies.body(type, new Random(1));
        System.arraycopy(sample, 0, body, 0, SampleBodies.keyBytes(type));
        return body;
    }

    private static void put(byte[] body, int at, String hex) {
        byte[] bytes = HEX.parseHex(hex);
        System.arraycopy(bytes, 0, body, at, bytes.length);
    }

    private static byte[] frame(FrameType type, byte[] body, CrcOrder order) {
        var out = Unpooled.buffer();
        FrameBody raw = new FrameBody() {
            @Override
            public int typeCode() {
                return type.code();
            }

            @Override
            public void writeBody(io.netty.buffer.ByteBuf to) {
                to.writeBytes(body);
            }
        };
        new FrameWriter(order, false).write(raw, 7, out);
        return ByteBufUtil.getBytes(out);
    }

    private static FrameDescription described(byte[] frame) {
        return FrameDescriber.describe(frame).orElseThrow();
    }

    /** What the mask may not touch. */
    private static Map<String, @Nullable Object> open(Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> open = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map<?, ?>) {
                open.put(
                        name,
                        list.stream()
                                .map(each -> {
                                    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                                    ((Map<?, ?>) each).forEach((key, inner) -> entry.put(key.toString(), inner));
                                    return open(entry);
                                })
                                .toList());
            } else if (!FrameMask.hides(name)) {
                open.put(name, value);
            }
        });
        return open;
    }

    private static Map<String, String> secret(Map<String, @Nullable Object> fields) {
        Map<String, String> secret = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (FrameMask.hides(name) && value instanceof String text) {
                secret.put(name, text.toUpperCase(Locale.ROOT));
            }
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    String at = name + i;
                    Object each = list.get(i);
                    if (each instanceof Map<?, ?> entry) {
                        entry.forEach((key, inner) -> {
                            if (FrameMask.hides(key.toString()) && inner != null) {
                                secret.put(at + key, inner.toString());
                            }
                        });
                    } else if (FrameMask.hides(name)) {
                        secret.put(at, Objects.toString(each));
                    }
                }
            }
        });
        return secret;
    }

    private static List<JsonNode> vectors() throws IOException {
        try (InputStream in = FrameMaskTest.class.getResourceAsStream("/vectors/ykc-frames.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        }
    }
}
