package io.ohmgate.ykc.frame;

/** Where a decoder puts what it finds. */
public interface FrameSink {
    /** A frame with a good CRC. Its bytes are borrowed: they are valid until this call returns. */
    void frame(Frame frame);

    /** Bytes that belong to no frame were dropped. Called for counting; nothing has to be done. */
    void dropped(Anomaly why, int bytes);
}
