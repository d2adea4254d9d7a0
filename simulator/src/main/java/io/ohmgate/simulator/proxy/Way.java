package io.ohmgate.simulator.proxy;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to the bytes of one direction, on every connection, from the next bytes on. Positions are counted on each
 * connection from its first byte. The faults can be combined; {@link #plain} ends all of them.
 */
public final class Way {
    static final long NEVER = Long.MAX_VALUE;

    /** How a connection ends once its bytes are used up. */
    enum End {
        /** Both sides are told (FIN). */
        CLOSE,
        /** Both sides are told rudely (RST). */
        RESET,
        /** Nobody is told: what is written from then on is taken and lost, ends are not passed on. */
        SILENCE
    }

    private final String name;
    private final Consumer<String> log;
    private final Runnable onRelease;
    volatile long delayNanos;
    volatile long jitterNanos;
    volatile long bytesPerSecond = NEVER;
    volatile long passes = NEVER;
    volatile End end = End.CLOSE;
    volatile int pieceMax = Integer.MAX_VALUE;
    volatile int mergedMin;
    volatile boolean held;
    volatile long corruptAt = -1;
    volatile int corruptBits;
    volatile boolean twice;

    Way(String name, Consumer<String> log, Runnable onRelease) {
        this.name = name;
        this.log = log;
        this.onRelease = onRelease;
    }

    /** Bytes pass as they come, and what was held goes on its way. */
    public Way plain() {
        delayNanos = 0;
        jitterNanos = 0;
        bytesPerSecond = NEVER;
        passes = NEVER;
        pieceMax = Integer.MAX_VALUE;
        mergedMin = 0;
        held = false;
        corruptAt = -1;
        twice = false;
        onRelease.run();
        return told("plain");
    }

    /** Each piece comes later by {@code fixed} and a random part of {@code jitter}; the order is kept. */
    public Way delay(Duration fixed, Duration jitter) {
        delayNanos = fixed.toNanos();
        jitterNanos = jitter.toNanos();
        return told("delay " + fixed + ", jitter " + jitter);
    }

    /** No more than so many bytes a second. */
    public Way limit(long bytes) {
        bytesPerSecond = bytes;
        return told("limit to " + bytes + " bytes a second");
    }

    /** After {@code bytes} of a connection it is closed. */
    public Way cutAfter(long bytes) {
        return ending(bytes, End.CLOSE);
    }

    /** After {@code bytes} of a connection it is reset. */
    public Way resetAfter(long bytes) {
        return ending(bytes, End.RESET);
    }

    /** After {@code bytes} of a connection nothing passes any more, and neither side is told. Zero: from now on. */
    public Way silentAfter(long bytes) {
        return ending(bytes, End.SILENCE);
    }

    private Way ending(long bytes, End how) {
        end = how;
        passes = bytes;
        return told(how + " after " + bytes + " bytes");
    }

    /** Pieces of one to {@code bytes} bytes, each sent by itself; 1 sends every byte by itself. */
    public Way split(int bytes) {
        pieceMax = bytes;
        return told("split into 1 to " + bytes);
    }

    /** Bytes wait until there are {@code bytes} of them, and go together. */
    public Way merge(int bytes) {
        mergedMin = bytes;
        return told("merge to " + bytes);
    }

    /** Bytes wait for {@link #release}. */
    public Way hold() {
        held = true;
        return told("hold");
    }

    public Way release() {
        held = false;
        onRelease.run();
        return told("release");
    }

    /** Turns {@code bits} of the byte at {@code position}. */
    public Way corrupt(long position, int bits) {
        corruptBits = bits;
        corruptAt = position;
        return told("corrupt byte " + position);
    }

    /** Every piece comes twice. */
    public Way twice() {
        twice = true;
        return told("twice");
    }

    private Way told(String what) {
        log.accept(name + ": " + what);
        return this;
    }
}
