package io.ohmgate.api.frames;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.describe.FrameMask;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.words.FrameWords;
import io.ohmgate.ykc.words.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A frame, field by field. {@code fields} has the reference's names and physical values; those named in {@code masked} are
 * shown in part, and stand in {@code hex} as other ones. {@code durable} says whether the log keeps it or only memory does.
 */
@Schema(name = "Frame", description = "报文，逐字段解码；敏感字段已脱敏 / A frame decoded field by field; secrets are masked")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameView(
        String id,
        Instant at,
        Direction direction,
        boolean durable,
        @Nullable String type,
        @Nullable String name,
        @Nullable String nameZh,
        @Nullable String nameEn,
        @Nullable String sessionEpoch,
        @Nullable String source,
        @Nullable String sequence,
        @Nullable Integer encryptFlag,
        @Nullable Crc crc,
        boolean acceptable,
        Set<Anomaly> anomalies,
        @Nullable String malformed,
        Map<String, @Nullable Object> fields,
        Set<String> masked,
        String hex) {
    /** What the check sum says: {@code order} is le (low byte first), be, legacy or bad. */
    public record Crc(boolean valid, String order, String wire, String expected) {}

    /** @param maskedHex the frame after {@link FrameMask} */
    static FrameView of(
            long id, Instant at, Direction direction, boolean durable, long epoch, String source, String maskedHex) {
        FrameDescription frame = FrameDescriber.describe(maskedHex).orElse(null);
        String session = epoch == 0 ? null : Long.toString(epoch);
        String from = source.isEmpty() ? null : source;
        if (frame == null) {
            return new FrameView(
                    Long.toString(id),
                    at,
                    direction,
                    durable,
                    null,
                    null,
                    "不是报文",
                    "no frame",
                    session,
                    from,
                    null,
                    null,
                    null,
                    false,
                    Set.of(),
                    null,
                    Map.of(),
                    Set.of(),
                    maskedHex);
        }
        FrameType type = frame.type();
        Words words = type == null ? new Words("未知类型", "unknown type") : FrameWords.of(type);
        Set<String> masked = new TreeSet<>();
        return new FrameView(
                Long.toString(id),
                at,
                direction,
                durable,
                "0x" + HexFormat.of().withUpperCase().toHexDigits((byte) frame.typeCode()),
                type == null ? null : camelCase(type.name()),
                words.zh(),
                words.en(),
                session,
                from,
                frame.sequence(),
                frame.encryptFlag(),
                new Crc(
                        frame.crc().valid(),
                        orderOf(frame.crc().order()),
                        frame.crc().wire(),
                        frame.crc().expected()),
                frame.acceptable(),
                frame.anomalies(),
                frame.malformed(),
                shown(frame.fields(), masked),
                masked,
                maskedHex);
    }

    private static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> fields, Set<String> masked) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> shown.put(name, shown(name, value, masked)));
        return shown;
    }

    private static @Nullable Object shown(String name, @Nullable Object value, Set<String> masked) {
        if (value instanceof String text && FrameMask.hides(name)) {
            String hidden = FrameMask.shown(text);
            if (!text.equals(hidden)) {
                masked.add(name);
            }
            return hidden;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> shown(name, each, masked)).toList();
        }
        if (value instanceof Map<?, ?> entry) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            entry.forEach((key, each) -> inner.put(key.toString(), shown(key.toString(), each, masked)));
            return inner;
        }
        return value;
    }

    private static String orderOf(CrcOrder order) {
        return switch (order) {
            case LOW_FIRST -> "le";
            case HIGH_FIRST -> "be";
            case LEGACY_TABLE -> "legacy";
            case BAD -> "bad";
        };
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
