package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.ykc.frame.FrameBody;

/** A message of the protocol; knows neither session nor sequence number. */
public sealed interface Message extends FrameBody permits Uplink, Downlink {
    default FrameType type() {
        return FrameType.of(this);
    }

    @Override
    default int typeCode() {
        return type().code();
    }

    @Override
    default void writeBody(ByteBuf out) {
        type().write(this, out);
    }
}
