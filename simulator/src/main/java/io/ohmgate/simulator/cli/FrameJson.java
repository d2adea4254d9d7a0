package io.ohmgate.simulator.cli;

import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.message.FrameType;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A frame as JSON, with the field names of the reference. */
final class FrameJson {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final JsonMapper mapper;

    FrameJson(boolean compact) {
        this.mapper = JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .configure(SerializationFeature.INDENT_OUTPUT, !compact)
                .build();
    }

    String of(FrameSplitter.Piece piece) {
        return mapper.writeValueAsString(
                piece.description().map(FrameJson::frame).orElseGet(() -> notAFrame(piece.hex())));
    }

    private static Map<String, @Nullable Object> notAFrame(String hex) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("frame", false);
        json.put("hex", hex);
        return json;
    }

    private static Map<String, @Nullable Object> frame(FrameDescription frame) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        FrameType type = frame.type();
        json.put("frame", true);
        json.put("frameType", "0x" + HEX.toHexDigits((byte) frame.typeCode()));
        json.put("name", type == null ? null : camelCase(type.name()));
        json.put("direction", type == null ? null : type.isUplink() ? "up" : "down");
        json.put("sequence", frame.sequence());
        json.put("length", frame.length());
        json.put("lengthValid", frame.lengthValid());
        json.put("encryptFlag", frame.encryptFlag());
        json.put("crc", crc(frame));
        json.put("acceptable", frame.acceptable());
        json.put("anomalies", frame.anomalies());
        if (frame.malformed() != null) {
            json.put("malformed", frame.malformed());
        }
        json.put("fields", frame.fields());
        json.put("hex", frame.hex());
        return json;
    }

    private static Map<String, Object> crc(FrameDescription frame) {
        Map<String, Object> crc = new LinkedHashMap<>();
        crc.put("valid", frame.crc().valid());
        crc.put("order", orderOf(frame.crc().order()));
        crc.put("wire", frame.crc().wire());
        crc.put("expected", frame.crc().expected());
        return crc;
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
