package io.ohmgate.ykc.describe;

import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.message.FrameType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame in words: header, CRC, and the body's fields by the names of the reference with physical values. A value is a
 * {@link String}, a {@link java.math.BigDecimal}, null for a time that is no date, or a list of those or of such maps.
 *
 * @param length the length byte as it stands in the frame
 * @param lengthValid whether it fits the frame's real size
 * @param sequence two bytes in hex, as they stand in the frame
 * @param type null if no message has this type code
 * @param malformed what made the body unreadable, or null; the fields before it are there nevertheless
 */
public record FrameDescription(
        String hex,
        int length,
        boolean lengthValid,
        String sequence,
        int encryptFlag,
        int typeCode,
        @Nullable FrameType type,
        CrcCheck crc,
        Map<String, @Nullable Object> fields,
        Set<Anomaly> anomalies,
        @Nullable String malformed) {
    public FrameDescription {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        anomalies = anomalies.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(anomalies));
    }

    /** Whether the decoder would deliver this frame and understand it. */
    public boolean acceptable() {
        boolean lengthAccepted = lengthValid || anomalies.contains(Anomaly.LENGTH_WITHOUT_HEADER);
        return crc.valid() && lengthAccepted && type != null && encryptFlag == 0 && malformed == null;
    }
}
