package io.ohmgate.gateway.session;

import io.ohmgate.gateway.event.PileEvent.TakeoverRule;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** What other nodes say to a login here. */
public sealed interface Prior {
    record Nobody() implements Prior {}

    /**
     * There was a session elsewhere, and it is over.
     *
     * @param rule by which it gave way
     * @param charging whether an order of it still runs
     * @param source where it came from; unresolved, if only its node is known
     * @param takeovers how long ago other sources took the number over, as far as they count
     */
    record Older(TakeoverRule rule, boolean charging, InetSocketAddress source, long epoch, List<Duration> takeovers)
            implements Prior {
        public Older {
            takeovers = List.copyOf(takeovers);
        }
    }

    /** The session elsewhere lives, or the number is locked. */
    record Refused(LoginRefusal reason) implements Prior {}
}
