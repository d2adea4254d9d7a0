package io.ohmgate.api.rsocket;

import io.ohmgate.gateway.live.TopicMessage;
import java.time.Instant;
import java.util.Locale;

/**
 * One message of an event stream. Of type {@code gap} first, without data, if what was asked for with {@code after} is not
 * kept any more: then the current state must be read over REST.
 */
record BackendEvent(long seq, String type, Instant at, EventData data) {
    static BackendEvent of(TopicMessage message) {
        return new BackendEvent(
                message.seq(),
                message.type().name().toLowerCase(Locale.ROOT),
                message.at(),
                EventData.of(message.data()));
    }
}
