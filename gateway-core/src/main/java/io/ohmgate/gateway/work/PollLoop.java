package io.ohmgate.gateway.work;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks for work again and again: after a pause, when nudged, and at once as long as a round says that there is more.
 * Never two rounds at a time; a failed or hanging round is logged and the next comes after the pause.
 */
public final class PollLoop implements Disposable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    /** A round that takes longer is given up; what it left undone is found by the next. */
    public static final Duration ROUND_MAX = Duration.ofMinutes(1);

    private final String name;
    private final Duration pause;
    private final Scheduler scheduler;
    private final Mono<Boolean> round;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean stopped;
    private @Nullable Disposable ticks;

    /** {@code round} answers whether there is more to do at once. */
    public PollLoop(String name, Duration pause, Scheduler scheduler, Mono<Boolean> round) {
        this.name = name;
        this.pause = pause;
        this.scheduler = scheduler;
        this.round = round;
    }

    public synchronized void start() {
        if (ticks == null) {
            ticks = scheduler.schedulePeriodically(this::nudge, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks for a round soon; cheap, from any thread. */
    public void nudge() {
        if (wanted.getAndIncrement() == 0) {
            scheduler.schedule(this::run);
        }
    }

    private void run() {
        if (stopped) {
            return;
        }
        // Whoever nudged until now is served by this round.
        wanted.set(1);
        round.timeout(ROUND_MAX, scheduler)
                .onErrorResume(error -> {
                    LOG.atWarn().setCause(error).addKeyValue("loop", name).log("a round failed");
                    return Mono.just(false);
                })
                .defaultIfEmpty(false)
                .subscribe(this::ended);
    }

    private void ended(boolean more) {
        if (more || wanted.decrementAndGet() > 0) {
            scheduler.schedule(this::run);
        }
    }

    /** No further round starts; one that runs comes to its end. */
    @Override
    public synchronized void dispose() {
        stopped = true;
        if (ticks != null) {
            ticks.dispose();
        }
    }

    @Override
    public boolean isDisposed() {
        return stopped;
    }
}
