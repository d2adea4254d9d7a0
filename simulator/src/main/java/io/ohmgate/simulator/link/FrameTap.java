package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;

/** Hears every frame of a fleet, on the loop of its pile. The bytes are only lent. */
@FunctionalInterface
public interface FrameTap {
    FrameTap NONE = (pileNo, up, frame) -> {};

    /** @param up whether the pile said it */
    void frame(PileNo pileNo, boolean up, ByteBuf frame);

    default void opened(PileNo pileNo) {}

    /** By the other side or a failure, not by the pile itself. */
    default void closed(PileNo pileNo) {}
}
