package io.ohmgate.gateway.live;

import java.time.Instant;

/**
 * One message of a topic. Numbers grow within a topic, also over a restart; a number that is skipped was a telemetry
 * message whose values a later one repeats.
 */
public record TopicMessage(Topic topic, long seq, Type type, Instant at, TopicData data) {
    public enum Type {
        /** The state as it is; what comes after builds on it. */
        SNAPSHOT,
        /** Something has changed that must be seen. */
        STATE,
        /** New values; the next ones may take their place. */
        TELEMETRY,
        /** Older messages cannot be had any more. */
        GAP
    }
}
