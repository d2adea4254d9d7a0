package io.ohmgate.gateway.link;

import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;

/** What a pile says of itself at login. Everything but the number is a claim, not a fact. */
public record PileHello(
        PileNo pileNo,
        boolean directCurrent,
        int gunCount,
        String protocolVersion,
        String firmware,
        String simNo,
        InetSocketAddress source) {}
