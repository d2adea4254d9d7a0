package io.ohmgate.gateway.order;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wish to stop, durable before the first command leaves (invariants B3). {@code sends} counts the commands that
 * were about to be written; {@code confirmedAt} is when the pile said yes; {@code alarmedAt} when a person was called.
 */
public record StopIntent(
        StopCause cause,
        Instant requestedAt,
        int sends,
        @Nullable Instant confirmedAt,
        @Nullable Instant alarmedAt) {
    static StopIntent of(StopCause cause, Instant at) {
        return new StopIntent(cause, at, 1, null, null);
    }

    /** Whether the pile still owes the proof that it stopped. */
    public boolean open() {
        return confirmedAt == null;
    }

    StopIntent sentAgain() {
        return new StopIntent(cause, requestedAt, Math.addExact(sends, 1), confirmedAt, alarmedAt);
    }

    StopIntent confirmed(Instant at) {
        return new StopIntent(cause, requestedAt, sends, confirmedAt == null ? at : confirmedAt, alarmedAt);
    }

    StopIntent alarmed(Instant at) {
        return new StopIntent(cause, requestedAt, sends, confirmedAt, at);
    }
}
