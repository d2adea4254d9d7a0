package io.ohmgate.simulator.pile;

import java.time.Instant;

/**
 * Where a pile stands with its platform (reference 7.1). Each phase holds just what it needs.
 *
 * <pre>
 * Disconnected --until--> Connecting --connected--> LoggingIn --0x02 ok--> Verifying --0x06--> Replaying
 *      ^                      |                        |                     (0x05)         (stored 0x3B)
 *      |<----refused/timeout--+<--0x02 no: 60 s--------+                                          |
 *      |                                             same model: ---------------------------------+
 *      |                                             other model: AskingModel --0x0A--> Online <--+
 *      +<-------------- link lost, or 30 s of unanswered heartbeats, from any phase --------------+
 * </pre>
 */
public sealed interface LinkPhase {
    /** When this phase does something by itself. */
    Instant due();

    /** Whether the platform has let the pile in: heartbeats and commands flow. */
    default boolean loggedIn() {
        return switch (this) {
            case Disconnected d -> false;
            case Connecting c -> false;
            case LoggingIn l -> false;
            case Verifying v -> true;
            case Replaying r -> true;
            case AskingModel a -> true;
            case Online o -> true;
        };
    }

    /** @param attempts how many connections failed in a row, which sets the next back-off */
    record Disconnected(Instant due, int attempts) implements LinkPhase {}

    record Connecting(Instant due, int attempts) implements LinkPhase {}

    record LoggingIn(Instant due, int attempts, int sent) implements LinkPhase {}

    record Verifying(Instant due) implements LinkPhase {}

    /** @param next what follows when the stored records are up */
    record Replaying(Next next) implements LinkPhase {
        @Override
        public Instant due() {
            return Instant.MAX;
        }
    }

    record AskingModel(Instant due) implements LinkPhase {}

    record Online() implements LinkPhase {
        @Override
        public Instant due() {
            return Instant.MAX;
        }
    }

    /** What comes after the upload of stored records. */
    enum Next {
        VERIFY,
        ASK_MODEL,
        ONLINE
    }
}
