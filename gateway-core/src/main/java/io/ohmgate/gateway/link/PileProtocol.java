package io.ohmgate.gateway.link;

import io.netty.channel.Channel;
import java.util.Optional;

/** A wire protocol that piles speak. A second one plugs in here and changes nothing in the gateway. */
public interface PileProtocol {
    /** A short lower-case name for metrics and logs, such as {@code ykc}. */
    String name();

    /**
     * Adds the protocol's handlers to a fresh connection, by {@code addLast}: nothing else is in the pipeline. Called once
     * a connection, on its event loop, before it is active. Nothing is read until a handler calls {@code ctx.read()}.
     */
    void accept(Channel channel, PileGateway gateway);

    /** Reads a whole record frame again, as {@link RawRecord#frame} gave it; empty if it is none. Any thread. */
    Optional<RawRecord> record(byte[] frame);
}
