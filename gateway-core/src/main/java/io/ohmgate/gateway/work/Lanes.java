package io.ohmgate.gateway.work;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Runs the works of one key one after another, those of different keys side by side. Nothing here can be cancelled. */
public final class Lanes<K> {
    /** More than this waiting on one key means that something is stuck. */
    public static final int WAITING_MAX = 64;

    private final ConcurrentMap<K, Queue<Mono<?>>> lanes = new ConcurrentHashMap<>();

    /**
     * Starts the work, or lets it wait its turn, now: it needs no subscriber and minds none that leaves. The answer fails
     * with {@link RejectedExecutionException} if the lane is full; the work has then not run.
     */
    public <T> Mono<T> run(K key, Mono<T> work) {
        Sinks.One<T> result = Sinks.one();
        Mono<T> reporting = work.doOnSuccess(value -> {
                    if (value == null) {
                        result.tryEmitEmpty();
                    } else {
                        result.tryEmitValue(value);
                    }
                })
                .doOnError(result::tryEmitError);
        return switch (enter(key, reporting)) {
            case FIRST -> {
                start(key, reporting);
                yield result.asMono();
            }
            case WAITS -> result.asMono();
            case FULL -> Mono.error(new RejectedExecutionException("lane full"));
        };
    }

    /** Whether some work of the key runs or waits. */
    public boolean busy(K key) {
        return lanes.containsKey(key);
    }

    private Entry enter(K key, Mono<?> work) {
        Entry[] entry = {Entry.FULL};
        lanes.compute(key, (k, waiting) -> {
            if (waiting == null) {
                entry[0] = Entry.FIRST;
                return new ArrayDeque<>();
            }
            if (waiting.size() < WAITING_MAX) {
                entry[0] = Entry.WAITS;
                waiting.add(work);
            }
            return waiting;
        });
        return entry[0];
    }

    private void start(K key, Mono<?> work) {
        // The error has its reporter above; here it only must not stop the lane.
        work.onErrorComplete().subscribe(value -> {}, error -> {}, () -> next(key));
    }

    private void next(K key) {
        Object[] next = {null};
        lanes.computeIfPresent(key, (k, waiting) -> {
            next[0] = waiting.poll();
            return next[0] == null ? null : waiting;
        });
        if (next[0] instanceof Mono<?> work) {
            start(key, work);
        }
    }

    private enum Entry {
        FIRST,
        WAITS,
        FULL
    }
}
