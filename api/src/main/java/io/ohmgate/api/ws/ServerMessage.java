package io.ohmgate.api.ws;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.gateway.live.TopicMessage;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the server says. */
sealed interface ServerMessage {
    /** {@code data} is as in the REST answer for the same thing. */
    record Event(String topic, long seq, String type, Instant at, Object data) implements ServerMessage {
        static Event of(TopicMessage message, Object data) {
            return new Event(
                    message.topic().text(),
                    message.seq(),
                    message.type().name().toLowerCase(Locale.ROOT),
                    message.at(),
                    data);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String type, @Nullable String topic, String code, String detail, String detailEn)
            implements ServerMessage {
        static Failure of(@Nullable String topic, TopicError error) {
            return new Failure("error", topic, error.name(), error.detail(), error.detailEn());
        }
    }

    record Heartbeat(String type, Instant at) implements ServerMessage {
        static Heartbeat of(Instant at) {
            return new Heartbeat("heartbeat", at);
        }
    }
}
