package io.ohmgate.api.calm;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets about overload.
 *
 * @param requestsPerSecond of one address
 * @param requestsBurst of one address after a pause
 */
@ConfigurationProperties("ohmgate.http")
public record CalmSettings(
        @DefaultValue("500") int requestsPerSecond,
        @DefaultValue("2000") int requestsBurst) {}
