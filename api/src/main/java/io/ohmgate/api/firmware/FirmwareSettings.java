package io.ohmgate.api.firmware;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param host the IPv4 address that piles reach the file server at; empty: no file server, and no rollout can be approved
 * @param bind the address it listens at
 * @param port of the FTP control connection
 * @param dataPortFrom the first of the ports for FTP data connections
 * @param dataPorts how many there are: so many files can be fetched at once
 */
@ConfigurationProperties("ohmgate.firmware")
public record FirmwareSettings(
        @DefaultValue("") String host,
        @DefaultValue("0.0.0.0") String bind,
        @DefaultValue("2121") int port,
        @DefaultValue("21210") int dataPortFrom,
        @DefaultValue("20") int dataPorts) {
    private static final int IPV4_TEXT_MAX = 15;

    /** @throws IllegalArgumentException if the address is none that a frame can carry */
    public FirmwareSettings {
        if (!host.isEmpty() && (host.length() > IPV4_TEXT_MAX || !host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}"))) {
            throw new IllegalArgumentException("ohmgate.firmware.host is an IPv4 address such as 10.0.0.9");
        }
    }

    public boolean isServed() {
        return !host.isEmpty();
    }
}
