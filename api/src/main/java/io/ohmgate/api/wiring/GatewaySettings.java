package io.ohmgate.api.wiring;

import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets about piles.
 *
 * @param pile where piles dial in
 * @param siteZone of tariffs and of the piles' wall clocks; one for all stations, China has one
 * @param node this process in the evidence of records
 * @param start what a driver needs to start
 * @param trust how piles are recognised
 */
@ConfigurationProperties("ohmgate")
public record GatewaySettings(
        @DefaultValue Pile pile,
        @DefaultValue("Asia/Shanghai") ZoneId siteZone,
        @DefaultValue("node-1") String node,
        @DefaultValue Start start,
        @DefaultValue Trust trust) {

    /**
     * @param acceptsPerSecond connections taken a second in all; one address and one line get a part of it
     * @param framesPerSecond what each pile may say; beyond it and its burst the connection is not read for a moment
     */
    public record Pile(
            @DefaultValue("0.0.0.0") String host,
            @DefaultValue("8768") int port,
            @DefaultValue("20000") int connectionsPerSource,
            @DefaultValue("40000") int connectionsPerLine,
            @DefaultValue("300") int acceptsPerSecond,
            @DefaultValue("10") int framesPerSecond,
            @DefaultValue("200") int framesBurst) {}

    /**
     * @param carrierRanges addresses that carriers give to SIMs, such as 100.64.0.0/10: a pile known by its SIM may roam
     *     in them and is believed no less
     */
    public record Trust(@DefaultValue List<String> carrierRanges) {}

    /** Money in fen. */
    public record Start(
            @DefaultValue("500") long minimumBalanceFen,
            @DefaultValue("50000") long holdMaxFen,
            @DefaultValue("1") int activeOrdersMax) {}
}
