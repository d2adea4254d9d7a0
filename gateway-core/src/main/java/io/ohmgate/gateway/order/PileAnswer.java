package io.ohmgate.gateway.order;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The one answer that a pile gets to its question whether somebody may start. Yes and no are said by different threads,
 * one of them perhaps because time is over: whoever comes second must not speak.
 */
public final class PileAnswer {
    /** Nobody waits at the pile: it is we who ask. */
    public static final PileAnswer NOT_AWAITED = new PileAnswer();

    private enum Said {
        NOTHING,
        YES,
        NO
    }

    private final AtomicReference<Said> said = new AtomicReference<>(Said.NOTHING);

    /** Whether yes may be said: once for each gun that was asked for. */
    public boolean yes() {
        return said.compareAndSet(Said.NOTHING, Said.YES) || said.get() == Said.YES;
    }

    /** Whether no may be said. */
    public boolean no() {
        return said.compareAndSet(Said.NOTHING, Said.NO);
    }
}
