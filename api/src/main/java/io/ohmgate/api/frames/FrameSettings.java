package io.ohmgate.api.frames;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param retentionDays how long frames stay in the durable log; the evidence of records stays longer, in its own table */
@ConfigurationProperties("ohmgate.frames")
public record FrameSettings(@DefaultValue("190") int retentionDays) {
    public FrameSettings {
        if (retentionDays < 1) {
            throw new IllegalArgumentException("frames are kept for a day at least");
        }
    }

    public Duration retention() {
        return Duration.ofDays(retentionDays);
    }
}
