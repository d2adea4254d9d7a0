package io.ohmgate.api.frames;

import io.ohmgate.api.store.FrameTables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes frames that are older than they are to be kept, a bounded number at a time and a bounded number of times. */
public final class FrameRetention implements SmartLifecycle {
    static final int ROUNDS_MAX = 50;
    public static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(FrameRetention.class);

    private final FrameTables tables;
    private final Duration keep;
    private final InstantSource clock;
    private final BooleanSupplier welcome;
    private final Mono<Boolean> ours;
    private Disposable running = Disposables.disposed();

    /**
     * @param welcome whether there is time for it now; if not, the next round does it
     * @param ours says at each round whether it is this node's to take
     */
    public FrameRetention(
            FrameTables tables, Duration keep, BooleanSupplier welcome, InstantSource clock, Mono<Boolean> ours) {
        this.welcome = welcome;
        this.ours = ours;
        this.tables = tables;
        this.keep = keep;
        this.clock = clock;
    }

    /** Deletes what is too old, as far as one round may; answers how many. */
    public Mono<Long> forgetOld() {
        return Mono.defer(() -> tables.deleteBefore(clock.instant().minus(keep)))
                .repeat(ROUNDS_MAX - 1L)
                .takeUntil(deleted -> deleted < FrameTables.DELETE_MAX)
                .delayElements(PAUSE)
                .reduce(0L, Long::sum);
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .filter(tick -> welcome.getAsBoolean())
                .concatMap(tick -> ours.filter(Boolean::booleanValue)
                        .flatMap(yes -> forgetOld())
                        .onErrorResume(failure -> {
                            LOG.atWarn()
                                    .addKeyValue("cause", failure.getClass().getSimpleName())
                                    .log("old frames were not deleted; the next round tries again");
                            return Mono.empty();
                        }))
                .subscribe();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }
}
