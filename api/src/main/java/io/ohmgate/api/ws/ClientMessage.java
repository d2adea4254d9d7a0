package io.ohmgate.api.ws;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a client may say. */
sealed interface ClientMessage {
    record Auth(String ticket) implements ClientMessage {}

    /** {@code after} is the last number seen; null to begin with a snapshot. */
    record Subscribe(String topic, @Nullable Long after) implements ClientMessage {}

    record Unsubscribe(String topic) implements ClientMessage {}

    /** Anything else. */
    record Unreadable() implements ClientMessage {}

    /** A property that does not belong to the operation is as wrong as one that nobody knows. */
    static ClientMessage read(JsonMapper json, String text) {
        try {
            Wire wire = json.readValue(text, Wire.class);
            return wire == null ? new Unreadable() : wire.message();
        } catch (JacksonException misfit) {
            return new Unreadable();
        }
    }

    /** As it is written. */
    record Wire(
            @Nullable String op,
            @Nullable String ticket,
            @Nullable String topic,
            @Nullable Long after) {
        ClientMessage message() {
            if ("auth".equals(op) && ticket != null && topic == null && after == null) {
                return new Auth(ticket);
            }
            if ("subscribe".equals(op) && topic != null && ticket == null) {
                return new Subscribe(topic, after);
            }
            if ("unsubscribe".equals(op) && topic != null && ticket == null && after == null) {
                return new Unsubscribe(topic);
            }
            return new Unreadable();
        }
    }
}
