package io.ohmgate.api.db;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Opens each pool's first connections before anything asks for one. The very first takes a second or more of class loading on
 * a busy machine, longer than a caller may wait; and a wrong password of the application's user shows here, not at the first
 * request. Runs after the migrations, beside the making of beans.
 */
final class PoolWarmup implements SmartLifecycle {
    private static final int RETRIES_MAX = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final DatabaseSettings settings;
    private final CompletableFuture<Void> warm;

    PoolWarmup(DatabaseSettings settings, SchemaMigration migration, List<ConnectionPool> pools) {
        this.settings = settings;
        this.warm = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("pool-warmup").start(() -> warm(migration, pools));
    }

    private void warm(SchemaMigration migration, List<ConnectionPool> pools) {
        try {
            // Before it has run, the application's user has no rights and is turned away.
            migration.start();
        } catch (RuntimeException e) {
            warm.completeExceptionally(e);
            return;
        }
        Flux.fromIterable(pools)
                .concatMap(PoolWarmup::warmed)
                .then()
                .timeout(WITHIN)
                .subscribe(nothing -> {}, warm::completeExceptionally, () -> warm.complete(null));
    }

    private static Mono<Integer> warmed(ConnectionPool pool) {
        return pool.warmup()
                .retryWhen(Retry.fixedDelay(RETRIES_MAX, PAUSE)
                        .filter(failure -> !(failure instanceof R2dbcPermissionDeniedException))
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()));
    }

    @Override
    public void start() {
        try {
            warm.join();
        } catch (CompletionException e) {
            StartupFailure failure = StartupFailure.in(e);
            throw failure != null ? failure : failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private StartupFailure failure(Throwable cause) {
        DatabaseAddress address = settings.address();
        return cause instanceof R2dbcPermissionDeniedException
                ? StartupProblem.DATABASE_ACCESS_DENIED.causedBy(cause, address, settings.user())
                : StartupProblem.DATABASE_UNREACHABLE.causedBy(cause, address, reason(cause));
    }

    private static String reason(Throwable cause) {
        return cause instanceof R2dbcException database
                ? cause.getClass().getSimpleName() + " " + database.getErrorCode()
                : cause.getClass().getSimpleName();
    }

    @Override
    public void stop() {
        // The pools are closed as beans.
    }

    @Override
    public boolean isRunning() {
        return warm.isDone() && !warm.isCompletedExceptionally();
    }

    /** After the migrations, before everything that works. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
