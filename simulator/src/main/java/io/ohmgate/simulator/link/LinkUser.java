package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.ohmgate.ykc.message.Downlink;

/** Whose connection it is: a pile's own, or a concentrator's. */
interface LinkUser {
    void linkUp(PileLink up);

    void linkDown(PileLink down);

    void heard(PileLink from, Downlink message, int sequence, ByteBuf frame);
}
