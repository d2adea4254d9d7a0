package io.ohmgate.api.db;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The database for one class of work ({@link PoolLimits}). Inject it as {@code Database critical} or {@code Database
 * general}: the parameter's name chooses the pool.
 *
 * <p>Isolation is READ COMMITTED. Balances and states change by a conditional {@code UPDATE} whose affected rows are counted,
 * or after {@code SELECT … FOR UPDATE}; a plain read followed by a write loses updates at this level and at the next.
 */
public final class Database {
    private static final int RETRIES_MAX = 3;
    private static final Duration RETRY_FIRST = Duration.ofMillis(20);
    /** Deadlock; lock wait; MariaDB's "record has changed since last read". */
    private static final Set<Integer> CONTENTION = Set.of(1213, 1205, 1020);
    /** The lease cuts the wire first; this only guards against a cut that goes unnoticed. */
    private static final Duration BEYOND_LEASE = Duration.ofSeconds(1);

    private static final int CAUSES_MAX = 20;

    private final PoolLimits limits;
    private final DatabaseClient sql;
    private final R2dbcTransactionManager transactions;
    private final Detached detached;
    private final RandomGenerator random;

    public Database(PoolLimits limits, ConnectionFactory pool, Detached detached, RandomGenerator random) {
        this.limits = limits;
        this.sql = DatabaseClient.create(pool);
        this.transactions = new R2dbcTransactionManager(pool);
        this.detached = detached;
        this.random = random;
    }

    /** Statements, inside the transaction of the current {@link #transaction} or each on its own. */
    public DatabaseClient sql() {
        return sql;
    }

    /**
     * Runs {@code work} in one transaction: committed when it completes, rolled back when it fails or is cancelled. A
     * deadlock or a lock wait repeats the whole of it, up to {@value #RETRIES_MAX} times, so {@code work} must be cold and
     * must do nothing but talk to the database. Inside another transaction of the same database it joins that one.
     *
     * @param name constant words for metrics and messages, such as {@code "settle record"}
     */
    public <T> Mono<T> transaction(String name, Mono<T> work) {
        return Mono.deferContextual(context -> {
            if (context.hasKey(this)) {
                return work;
            }
            Duration limit = PoolLimits.ACQUIRE.plus(limits.lease()).plus(BEYOND_LEASE);
            return operator(name)
                    .transactional(work)
                    .timeout(limit)
                    .retryWhen(whenContended())
                    .onErrorMap(failure -> named(name, failure))
                    .contextWrite(inside -> inside.put(this, name));
        });
    }

    /**
     * Like {@link #transaction}, but out of reach of whoever waits for it: a caller that goes away cancels its waiting and not
     * the work. Money and evidence are written this way.
     */
    public <T> Mono<T> detachedTransaction(String name, Mono<T> work) {
        return detached(transaction(name, work));
    }

    /** Runs {@code work} on a subscription of its own, see {@link Detached}. */
    public <T> Mono<T> detached(Mono<T> work) {
        return detached.run(work);
    }

    private TransactionalOperator operator(String name) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setName(name);
        return TransactionalOperator.create(transactions, definition);
    }

    private Retry whenContended() {
        return Retry.from(signals ->
                signals.concatMap(signal -> signal.totalRetries() < RETRIES_MAX && isContention(signal.failure())
                        ? Mono.delay(pauseBefore(signal.totalRetries()))
                        : Mono.error(signal.failure())));
    }

    /** Full jitter: two that met once shall not meet again. */
    private Duration pauseBefore(long retry) {
        long longest = RETRY_FIRST.toMillis() << retry;
        return Duration.ofMillis(1 + random.nextLong(longest));
    }

    private static Throwable named(String transaction, Throwable failure) {
        if (isContention(failure)) {
            return new DatabaseFailure.Contended(transaction, failure);
        }
        if (failure instanceof CannotCreateTransactionException) {
            return new DatabaseFailure.Busy(transaction, failure);
        }
        if (isLostConnection(failure)) {
            return new DatabaseFailure.OutcomeUnknown(transaction, failure);
        }
        return failure;
    }

    private static boolean isContention(Throwable failure) {
        R2dbcException cause = causeOf(failure);
        return cause != null && CONTENTION.contains(cause.getErrorCode());
    }

    private static boolean isLostConnection(Throwable failure) {
        R2dbcException cause = causeOf(failure);
        return failure instanceof TimeoutException
                || cause instanceof R2dbcNonTransientResourceException
                || cause instanceof R2dbcTimeoutException;
    }

    private static @Nullable R2dbcException causeOf(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
            if (each instanceof R2dbcException cause) {
                return cause;
            }
            each = each.getCause();
        }
        return null;
    }
}
