package io.ohmgate.gateway.command;

import java.time.Duration;

/** Failures for those who only hear of them. */
public final class CommandFailures {
    private CommandFailures() {}

    public static CommandFailure offline() {
        return new CommandFailure.PileOffline("a question", false);
    }

    public static CommandFailure noReply() {
        return new CommandFailure.NoReply("a question", Duration.ofSeconds(15));
    }
}
