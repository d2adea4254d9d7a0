package io.ohmgate.api.db;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Lets detached work end before the pools close: stopped late, when no one brings new work any more. */
final class DetachedDrain implements SmartLifecycle {
    private static final Duration DRAIN_MAX = Duration.ofSeconds(4);

    private final Detached detached;
    private volatile boolean running;

    DetachedDrain(Detached detached) {
        this.detached = detached;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        detached.drained(DRAIN_MAX).doFinally(signal -> callback.run()).subscribe();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
