package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;

/** The way from a pile to its platform: a socket of its own, or a place on the line of a concentrator. */
interface PileLine {
    void connect();

    /** @return false if the platform does not read and the buffers are full */
    boolean write(ByteBuf frame);

    void flush();

    void hangUp();

    /** Leaves the socket open and unused. */
    void abandon();

    void stopReading(boolean entirely);

    /** As a broken cable would. */
    void cut();

    boolean isWaiting();

    void tick();

    boolean isOpen();
}
