package io.ohmgate.api.cluster;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this node meets others.
 *
 * @param port of the node link; 0, the default, has none: a single node
 * @param bind the address it listens at; it is for other nodes only, not for partners
 * @param host what others dial; by default this machine's own address
 * @param secret what all nodes know; by default the one in the data directory, which then all of them must share
 */
@ConfigurationProperties("ohmgate.cluster")
public record ClusterSettings(
        @DefaultValue("0") int port,
        @DefaultValue("0.0.0.0") String bind,
        @DefaultValue("") String host,
        @DefaultValue("") String secret) {
    public boolean hasLink() {
        return port != 0;
    }

    @Override
    public String toString() {
        return "ClusterSettings[port=" + port + ", bind=" + bind + ", host=" + host + "]";
    }
}
