package io.ohmgate.api.db;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A driver's connection that cannot be held longer than its lease and that always closes. Each lease begins when the pool
 * hands the connection out and ends when it comes back; an overdue one loses its {@link Wire}. The pool sees a closed
 * connection then and makes a new one in its place.
 */
final class CuttableConnection implements Connection, Lifecycle, Wrapped<Connection> {
    private static final Logger LOG = LoggerFactory.getLogger(CuttableConnection.class);

    /** How long the driver may take to say goodbye before the wire is cut. */
    private static final Duration GOODBYE = Duration.ofMillis(200);

    /** A timer that comes later than this part of its lease is late. */
    private static final int LATE_PART = 8;

    private final Connection driver;
    private final Wire wire;
    private final PoolLimits limits;
    private final AtomicReference<@Nullable Future<?>> overdue = new AtomicReference<>();

    CuttableConnection(Connection driver, Wire wire, PoolLimits limits) {
        this.driver = driver;
        this.wire = wire;
        this.limits = limits;
    }

    @Override
    public Publisher<Void> postAllocate() {
        return Mono.fromRunnable(() -> begin(true));
    }

    private void begin(boolean first) {
        long due = System.nanoTime() + limits.lease().toNanos();
        replaceTimer(wire.after(limits.lease(), () -> leaseIsOver(due, first)));
    }

    /**
     * A timer that is itself late says that we were short of time and not the server: the answer may lie unread in our own
     * buffers. Cutting the connection then and making another costs what we are short of; so it gets one more lease.
     */
    private void leaseIsOver(long due, boolean first) {
        if (first && System.nanoTime() - due > limits.lease().toNanos() / LATE_PART) {
            begin(false);
        } else {
            cutOverdue();
        }
    }

    @Override
    public Publisher<Void> preRelease() {
        return Mono.fromRunnable(() -> replaceTimer(null));
    }

    @Override
    public Publisher<Void> close() {
        return Mono.from(driver.close()).timeout(GOODBYE).onErrorComplete().doFinally(signal -> {
            replaceTimer(null);
            wire.cut();
        });
    }

    private void cutOverdue() {
        LOG.atWarn()
                .addKeyValue("pool", limits.name())
                .addKeyValue("leaseMillis", limits.lease().toMillis())
                .log("a database connection was held too long and is closed");
        wire.cut();
    }

    private void replaceTimer(@Nullable Future<?> next) {
        Future<?> previous = overdue.getAndSet(next);
        if (previous != null) {
            previous.cancel(false);
        }
    }

    @Override
    public Connection unwrap() {
        return driver;
    }

    @Override
    public Publisher<Void> beginTransaction() {
        return driver.beginTransaction();
    }

    @Override
    public Publisher<Void> beginTransaction(TransactionDefinition definition) {
        return driver.beginTransaction(definition);
    }

    @Override
    public Publisher<Void> commitTransaction() {
        return driver.commitTransaction();
    }

    @Override
    public Publisher<Void> rollbackTransaction() {
        return driver.rollbackTransaction();
    }

    @Override
    public Publisher<Void> rollbackTransactionToSavepoint(String name) {
        return driver.rollbackTransactionToSavepoint(name);
    }

    @Override
    public Publisher<Void> createSavepoint(String name) {
        return driver.createSavepoint(name);
    }

    @Override
    public Publisher<Void> releaseSavepoint(String name) {
        return driver.releaseSavepoint(name);
    }

    @Override
    public Batch createBatch() {
        return driver.createBatch();
    }

    @Override
    public Statement createStatement(String sql) {
        return driver.createStatement(sql);
    }

    @Override
    public boolean isAutoCommit() {
        return driver.isAutoCommit();
    }

    @Override
    public Publisher<Void> setAutoCommit(boolean autoCommit) {
        return driver.setAutoCommit(autoCommit);
    }

    @Override
    public ConnectionMetadata getMetadata() {
        return driver.getMetadata();
    }

    @Override
    public IsolationLevel getTransactionIsolationLevel() {
        return driver.getTransactionIsolationLevel();
    }

    @Override
    public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
        return driver.setTransactionIsolationLevel(isolationLevel);
    }

    @Override
    public Publisher<Void> setLockWaitTimeout(Duration timeout) {
        return driver.setLockWaitTimeout(timeout);
    }

    @Override
    public Publisher<Void> setStatementTimeout(Duration timeout) {
        return driver.setStatementTimeout(timeout);
    }

    @Override
    public Publisher<Boolean> validate(ValidationDepth depth) {
        return driver.validate(depth);
    }
}
