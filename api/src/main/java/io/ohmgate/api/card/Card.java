package io.ohmgate.api.card;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A charging card (充电卡). Numbers are whole here and masked in every answer. */
public record Card(
        long id,
        String publicId,
        long tenantId,
        String number,
        @Nullable String printedNo,
        @Nullable Long driverId,
        State state,
        @Nullable String stateReason,
        Instant stateSince,
        boolean hasPassword,
        @Nullable Long dailyCapFen,
        @Nullable Long stationId,
        Instant createdAt) {
    public enum State {
        ACTIVE,
        /** Lost, stolen or misused: it starts nothing, and what it charged offline meanwhile a person decides. */
        BLOCKED
    }

    @Override
    public String toString() {
        return "Card[" + publicId + "]";
    }
}
