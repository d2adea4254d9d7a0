package io.ohmgate.api.cluster;

import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRefusal;
import io.rsocket.exceptions.ApplicationErrorException;
import io.rsocket.exceptions.RejectedException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

/** Failures as words on the wire, and back. */
final class LinkErrors {
    private static final String REFUSED = "REFUSED ";

    private LinkErrors() {}

    static ApplicationErrorException unproved() {
        return new ApplicationErrorException("UNPROVED");
    }

    static ApplicationErrorException unreadable() {
        return new ApplicationErrorException("UNREADABLE");
    }

    /** A refusal by name is expected; anything else is a fault that somebody should read about here. */
    static boolean isSurprising(Throwable failure) {
        return !(failure instanceof NodeRefusal);
    }

    static ApplicationErrorException of(Throwable failure) {
        String word = switch (failure) {
            case LinkFailure.NoSuchRoute none -> "NO_SUCH_ROUTE";
            case LinkFailure.Busy busy -> "BUSY";
            case LinkFailure.TooLarge large -> "TOO_LARGE";
            case LinkFailure.DeadlineOver late -> "DEADLINE_OVER";
            case LinkFailure.Refused refused -> REFUSED + refused.code();
            default -> REFUSED + NodeRefusal.codeOf(failure);
        };
        return new ApplicationErrorException(word);
    }

    /** What the asker makes of it. */
    static LinkFailure heard(Throwable failure, NodeId node, String route) {
        return switch (failure) {
            case LinkFailure known -> known;
            case TimeoutException late -> new LinkFailure.DeadlineOver(route);
            case RejectedException rejected -> new LinkFailure.Busy("the other end rejects");
            case ApplicationErrorException told -> heard(String.valueOf(told.getMessage()), node, route);
            case ClosedChannelException closed -> new LinkFailure.Lost(node);
            default -> new LinkFailure.Lost(node);
        };
    }

    private static LinkFailure heard(String word, NodeId node, String route) {
        return switch (word) {
            case "NO_SUCH_ROUTE" -> new LinkFailure.NoSuchRoute(route);
            case "BUSY" -> new LinkFailure.Busy("the other end is busy");
            case "TOO_LARGE" -> new LinkFailure.Refused("ANSWER_TOO_LARGE");
            case "DEADLINE_OVER" -> new LinkFailure.DeadlineOver(route);
            case "UNPROVED" -> new LinkFailure.NotConnected(node);
            default -> new LinkFailure.Refused(word.startsWith(REFUSED) ? word.substring(REFUSED.length()) : word);
        };
    }
}
