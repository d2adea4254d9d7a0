package io.ohmgate.gateway.command;

import java.time.Duration;

/**
 * Why a question got no answer.
 *
 * <table>
 * <caption>condition and what the caller sees</caption>
 * <tr><td>no connection, or it ended before the answer</td><td>{@link PileOffline}</td></tr>
 * <tr><td>the same question is still open, or its late answer may still come</td><td>{@link Busy}</td></tr>
 * <tr><td>nothing came within the deadline; whether the pile did it is unknown</td><td>{@link NoReply}</td></tr>
 * </table>
 */
public abstract sealed class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CommandFailure(String message) {
        // Expected, and on hot paths: no stack trace.
        super(message, null, false, false);
    }

    public static final class PileOffline extends CommandFailure {
        private static final long serialVersionUID = 1L;

        private final boolean asked;

        PileOffline(String what, boolean asked) {
            super(what);
            this.asked = asked;
        }

        /** Whether the question was handed to the connection; if so, nobody knows whether the pile heard it. */
        public boolean wasAsked() {
            return asked;
        }
    }

    public static final class Busy extends CommandFailure {
        private static final long serialVersionUID = 1L;

        Busy(String what) {
            super(what);
        }
    }

    public static final class NoReply extends CommandFailure {
        private static final long serialVersionUID = 1L;

        NoReply(String what, Duration deadline) {
            super(what + " within " + deadline);
        }
    }
}
