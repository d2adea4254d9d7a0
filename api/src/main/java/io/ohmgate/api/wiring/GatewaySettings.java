package io.ohmgate.api.wiring;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets about piles.
 *
 * @param pile where piles dial in
 * @param siteZone of tariffs and of the piles' wall clocks; one for all stations, China has one
 * @param node this process in the evidence of records
 * @param start what a driver needs to start
 */
@ConfigurationProperties("ohmgate")
public record GatewaySettings(
        @DefaultValue Pile pile,
        @DefaultValue("Asia/Shanghai") ZoneId siteZone,
        @DefaultValue("node-1") String node,
        @DefaultValue Start start) {

    public record Pile(
            @DefaultValue("0.0.0.0") String host,
            @DefaultValue("8768") int port) {}

    /** Money in fen. */
    public record Start(
            @DefaultValue("500") long minimumBalanceFen,
            @DefaultValue("50000") long holdMaxFen,
            @DefaultValue("1") int activeOrdersMax) {}
}
