package io.ohmgate.gateway.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Gathers what comes one by one and hands it on in batches, each thing once: ten thousand piles that come back at the same
 * time are a few questions to the database and not ten thousand. A batch that fails or hangs is handed on again.
 */
public final class Gathering<T> implements Disposable {
    public static final int BATCH_MAX = 500;
    /** More than a node has piles; what is beyond is dropped, and its next occasion must do. */
    public static final int WAITING_MAX = 100_000;

    public static final Duration PAUSE = Duration.ofMillis(500);

    private final Set<T> waiting = new LinkedHashSet<>();
    private final Function<List<T>, Mono<Void>> work;
    private final PollLoop loop;

    public Gathering(String name, Scheduler scheduler, Function<List<T>, Mono<Void>> work) {
        this.work = work;
        this.loop = new PollLoop(name, PAUSE, scheduler, Mono.defer(this::round));
    }

    public Gathering<T> start() {
        loop.start();
        return this;
    }

    /** Returns at once; false if too much waits. */
    public synchronized boolean add(T one) {
        if (waiting.size() >= WAITING_MAX) {
            return false;
        }
        waiting.add(one);
        return true;
    }

    private Mono<Boolean> round() {
        List<T> batch = take();
        if (batch.isEmpty()) {
            return Mono.just(false);
        }
        return work.apply(batch)
                .thenReturn(batch.size() == BATCH_MAX)
                .doOnError(failed -> batch.forEach(this::add))
                .doOnCancel(() -> batch.forEach(this::add));
    }

    private synchronized List<T> take() {
        List<T> batch = new ArrayList<>(Math.min(BATCH_MAX, waiting.size()));
        for (Iterator<T> each = waiting.iterator(); each.hasNext() && batch.size() < BATCH_MAX; ) {
            batch.add(each.next());
            each.remove();
        }
        return batch;
    }

    @Override
    public void dispose() {
        loop.dispose();
    }
}
