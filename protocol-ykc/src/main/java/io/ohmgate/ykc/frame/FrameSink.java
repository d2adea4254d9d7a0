package io.ohmgate.ykc.frame;

import io.netty.buffer.ByteBuf;

/** Where a decoder puts what it finds. */
public interface FrameSink {
    /** A frame with a good CRC. Its bytes are borrowed: they are valid until this call returns. */
    void frame(Frame frame);

    /**
     * A frame with a good CRC and nothing odd about its form, before anything is made of it. Whoever takes it here is not
     * called for it again; its bytes are borrowed as those of a {@link Frame}.
     */
    default boolean takes(ByteBuf bytes, int from, int length) {
        return false;
    }

    /** The bytes in question before they are dropped, borrowed and perhaps not all of them: to be shown to a person. */
    default void refused(ByteBuf bytes, int from, int length) {}

    /** Bytes that belong to no frame were dropped. Called for counting; nothing has to be done. */
    void dropped(Anomaly why, int bytes);
}
