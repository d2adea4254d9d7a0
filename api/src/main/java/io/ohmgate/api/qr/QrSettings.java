package io.ohmgate.api.qr;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param baseUrl what our own printed codes begin with; the 16 digits of the gun follow. An operator sets it to an address
 *     of his own before the first sticker is printed.
 */
@ConfigurationProperties("ohmgate.qr")
public record QrSettings(
        @DefaultValue("https://charge.example.com/g/") String baseUrl) {}
