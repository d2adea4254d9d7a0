package io.ohmgate.api.wiring;

import io.ohmgate.gateway.calm.Drain;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long an orderly end may take. Short by default, so that Ctrl-C on one node is quick; the profile {@code production}
 * gives the piles of a node that leaves 45 seconds to go elsewhere.
 */
@ConfigurationProperties("ohmgate.drain")
record DrainSettings(
        @DefaultValue("2s") Duration acks,
        @DefaultValue("0s") Duration spread) {
    /** What the stop may take beside both: the hub, the inbox, the loops. */
    private static final Duration REST = Duration.ofSeconds(6);

    Drain drain() {
        return new Drain(acks, spread);
    }

    Duration longest() {
        return acks.multipliedBy(2).plus(spread).plus(REST);
    }
}
