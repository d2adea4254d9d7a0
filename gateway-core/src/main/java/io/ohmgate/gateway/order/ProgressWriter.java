package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.ProgressStore.ProgressUpdate;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Writes what running charges told last: each at most once a minute, many in one statement (F1-14's estimate). */
public final class ProgressWriter implements Disposable {
    public static final Duration PAUSE = Duration.ofSeconds(5);
    public static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);
    public static final Duration BETWEEN_WHEN_BUSY = Duration.ofMinutes(5);
    public static final int BATCH_MAX = 500;

    private final ProgressStore store;
    private final RunningOrders running;
    private final BooleanSupplier busy;
    private final PollLoop loop;

    public ProgressWriter(ProgressStore store, OrderService orders, Scheduler scheduler) {
        this(store, orders, () -> false, scheduler);
    }

    /** @param busy whether there is little time for it: then each is written less often */
    public ProgressWriter(ProgressStore store, OrderService orders, BooleanSupplier busy, Scheduler scheduler) {
        this.busy = busy;
        this.store = store;
        this.running = orders.running();
        this.loop = new PollLoop("order progress", PAUSE, scheduler, Mono.defer(this::round));
    }

    public void start() {
        loop.start();
    }

    private Mono<Boolean> round() {
        Duration between = busy.getAsBoolean() ? BETWEEN_WHEN_BUSY : BETWEEN_WRITES;
        List<RunningOrder> due = running.unsaved(order -> isDue(order, between), BATCH_MAX);
        List<ProgressUpdate> updates = new ArrayList<>();
        for (RunningOrder order : due) {
            Progress progress = order.progress();
            if (progress != null) {
                updates.add(new ProgressUpdate(order.order().id(), progress));
            }
        }
        if (updates.isEmpty()) {
            return Mono.just(false);
        }
        return store.save(updates)
                .then(Mono.fromRunnable(() -> due.forEach(this::saved)))
                .thenReturn(due.size() == BATCH_MAX);
    }

    /** A first value is written soon, so that even a short charge leaves an estimate. */
    private static boolean isDue(RunningOrder order, Duration between) {
        Progress progress = order.progress();
        Instant saved = order.savedAt();
        return progress != null && (saved == null || !progress.at().isBefore(saved.plus(between)));
    }

    private void saved(RunningOrder order) {
        Progress progress = order.progress();
        if (progress != null) {
            running.saved(order, progress.at());
        }
    }

    @Override
    public void dispose() {
        loop.dispose();
    }
}
