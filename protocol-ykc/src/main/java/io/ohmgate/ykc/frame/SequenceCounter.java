package io.ohmgate.ykc.frame;

/**
 * Numbers the frames one side starts itself (序列号域): 0, 1, … 65535, 0. One counter per connection and direction.
 * The platform writes it low byte first; piles do either.
 */
public final class SequenceCounter {
    private final boolean lowByteFirst;
    private int next;

    public SequenceCounter(boolean lowByteFirst) {
        this.lowByteFirst = lowByteFirst;
    }

    /** The two bytes as they go out, the first one high. */
    public int next() {
        int value = next;
        next = (next + 1) & 0xFFFF;
        return lowByteFirst ? Crc16.swap(value) : value;
    }
}
