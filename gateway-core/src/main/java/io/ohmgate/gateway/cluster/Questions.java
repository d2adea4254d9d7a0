package io.ohmgate.gateway.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Collects single questions for a moment and asks them together: a storm of logins asks in batches, a single login waits
 * {@link #WINDOW} longer. The same question asked twice is asked once.
 */
final class Questions<K, V> {
    static final Duration WINDOW = Duration.ofMillis(5);

    private final int batchMax;
    private final Function<List<K>, Mono<Map<K, V>>> asking;
    private final Scheduler timer;
    private Map<K, Sinks.One<V>> collected = new HashMap<>();

    Questions(int batchMax, Function<List<K>, Mono<Map<K, V>>> asking, Scheduler timer) {
        this.batchMax = batchMax;
        this.asking = asking;
        this.timer = timer;
    }

    /** Empty if the answer has nothing on it. */
    Mono<V> ask(K question) {
        return Mono.defer(() -> enter(question).asMono());
    }

    private Sinks.One<V> enter(K question) {
        Map<K, Sinks.One<V>> full;
        Sinks.One<V> sink;
        synchronized (this) {
            if (collected.isEmpty()) {
                timer.schedule(this::askNow, WINDOW.toMillis(), TimeUnit.MILLISECONDS);
            }
            sink = collected.computeIfAbsent(question, fresh -> Sinks.one());
            full = collected.size() >= batchMax ? take() : Map.of();
        }
        ask(full);
        return sink;
    }

    private void askNow() {
        Map<K, Sinks.One<V>> batch;
        synchronized (this) {
            batch = take();
        }
        ask(batch);
    }

    private Map<K, Sinks.One<V>> take() {
        Map<K, Sinks.One<V>> batch = collected;
        collected = new HashMap<>();
        return batch;
    }

    private void ask(Map<K, Sinks.One<V>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Mono.defer(() -> asking.apply(new ArrayList<>(batch.keySet())))
                .defaultIfEmpty(Map.of())
                .subscribe(
                        answers -> batch.forEach((question, sink) -> {
                            V answer = answers.get(question);
                            if (answer == null) {
                                sink.tryEmitEmpty();
                            } else {
                                sink.tryEmitValue(answer);
                            }
                        }),
                        failure -> batch.values().forEach(sink -> sink.tryEmitError(failure)));
    }
}
