package io.ohmgate.api.demo;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The demo's settings.
 *
 * @param seed the same seed brings the same vehicles and visits
 */
@ConfigurationProperties("ohmgate.demo")
public record DemoSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20261122") long seed) {
    static Path driverTokenFile(Path dataDir) {
        return dataDir.resolve("demo").resolve("driver-token");
    }
}
