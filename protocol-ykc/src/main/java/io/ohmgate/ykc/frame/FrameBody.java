package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;

/** What a frame carries: a type code and a body that can be written. */
public interface FrameBody {
    int typeCode();

    void writeBody(ByteBuf out);
}
