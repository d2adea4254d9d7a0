package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Trust;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pile is there, and since when. {@code connected} says that a connection is open now; a pile between two
 * connections is still {@link Presence#ONLINE} until it has been silent for too long. The rest is null if the pile has
 * not logged in since the gateway started; {@code trust} is what the open session is believed, null without one.
 */
public record PileStatus(
        PileNo pileNo,
        Presence presence,
        boolean connected,
        boolean locked,
        @Nullable Instant presenceSince,
        @Nullable Instant lastHeard,
        @Nullable SessionId session,
        @Nullable Instant loggedInAt,
        @Nullable PileHello hello,
        @Nullable Trust trust) {
    public enum Presence {
        ONLINE,
        OFFLINE,
        /** The gateway has just started and has not waited long enough to tell. */
        UNKNOWN
    }
}
