package io.ohmgate.api.store;

import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.gateway.work.FairShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A queue with an end before a table: for what is worth writing down but not worth waiting for. Told from any thread, written
 * in batches some fractions of a second later. What does not fit while the database is away is counted and forgotten.
 */
public final class WriteBehind<E> implements AutoCloseable {
    public static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

    private final String name;
    private final int batchMax;
    private final Function<List<E>, Mono<Void>> writer;
    private final BlockingQueue<E> waiting;
    private final Function<E, Object> whose;
    private final FairShare<Object> shares;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile List<E> inHand = List.of();
    private @Nullable Disposable clockwork;

    /** @param writer writes a batch, out of reach of whoever waits; after a lost answer it is called again with the same */
    public WriteBehind(String name, int waitingMax, int batchMax, Function<List<E>, Mono<Void>> writer) {
        this(name, waitingMax, batchMax, element -> element, writer);
    }

    /** @param whose whom an element comes from, mostly a pile: each has a fair share of the queue when it gets full */
    public WriteBehind(
            String name,
            int waitingMax,
            int batchMax,
            Function<E, Object> whose,
            Function<List<E>, Mono<Void>> writer) {
        this.whose = whose;
        this.shares = new FairShare<>(waitingMax);
        this.name = name;
        this.batchMax = batchMax;
        this.writer = writer;
        this.waiting = new ArrayBlockingQueue<>(waitingMax);
    }

    /** Safe from any thread; returns at once. */
    public void tell(E element) {
        Object from = whose.apply(element);
        if (!shares.enter(from)) {
            lost.incrementAndGet();
        } else if (!waiting.offer(element)) {
            shares.leave(from);
            lost.incrementAndGet();
        }
    }

    /** What there was no room for, or what the database refused. */
    public long lost() {
        return lost.get();
    }

    public int waiting() {
        return waiting.size() + inHand.size();
    }

    public synchronized void start(Scheduler scheduler) {
        clockwork = scheduler.schedulePeriodically(
                () -> write().subscribe(), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes what still waits, as far as that is quick. */
    @Override
    public synchronized void close() {
        if (clockwork != null) {
            clockwork.dispose();
        }
        Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                .takeUntil(tick -> waiting() == 0)
                .concatMap(tick -> write(), 1)
                .take(LAST_WORDS)
                .blockLast(LAST_WORDS.plusSeconds(1));
    }

    /** One batch, if none is under way. While the database is away the batch stays in hand and comes again. */
    public Mono<Void> write() {
        return Mono.defer(() -> {
                    if (!writing.compareAndSet(false, true)) {
                        return Mono.empty();
                    }
                    List<E> batch = nextBatch();
                    return batch.isEmpty() ? done() : writer.apply(batch).then(Mono.defer(this::done));
                })
                .onErrorResume(this::failed);
    }

    private List<E> nextBatch() {
        if (inHand.isEmpty()) {
            List<E> batch = new ArrayList<>(batchMax);
            waiting.drainTo(batch, batchMax);
            batch.forEach(element -> shares.leave(whose.apply(element)));
            inHand = List.copyOf(batch);
        }
        return inHand;
    }

    private Mono<Void> failed(Throwable failure) {
        boolean away = failure instanceof DatabaseFailure || failure instanceof DataAccessResourceFailureException;
        if (!away) {
            lost.addAndGet(inHand.size());
            LOG.atWarn()
                    .setCause(failure)
                    .addKeyValue("queue", name)
                    .addKeyValue("elements", inHand.size())
                    .log("what was to be written down was refused");
            return done();
        }
        writing.set(false);
        return Mono.empty();
    }

    private Mono<Void> done() {
        inHand = List.of();
        writing.set(false);
        return Mono.empty();
    }
}
