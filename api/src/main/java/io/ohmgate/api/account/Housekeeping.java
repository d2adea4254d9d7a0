package io.ohmgate.api.account;

import io.ohmgate.api.nodes.JobClaims;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes what has outlived its use, a bounded number of rows at a time. The audit log is not among it. */
@Component
class Housekeeping implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private final List<Supplier<Mono<Long>>> chores;
    private final Mono<Boolean> ours;
    private Disposable running = Disposables.disposed();

    Housekeeping(SmsCodes codes, LoginAttempts attempts, Idempotency keys, JobClaims claims) {
        this.ours = claims.claim("old rows", EVERY);
        this.chores = List.of(codes::forgetOld, attempts::forgetOld, keys::forgetOld);
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> done(() -> ours.map(yes -> yes ? 1L : 0L)))
                .filter(claimed -> claimed == 1)
                .concatMap(yes -> Flux.fromIterable(chores).concatMap(Housekeeping::done))
                .subscribe();
    }

    private static Mono<Long> done(Supplier<Mono<Long>> chore) {
        return Mono.defer(chore).onErrorResume(failure -> {
            LOG.atWarn()
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("old rows were not deleted; the next round tries again");
            return Mono.empty();
        });
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
