package io.ohmgate.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps records: many in one commit, and confirms each only after it (invariants A1, A8). One batch is written at a time;
 * what comes in meanwhile makes the next one, so that batches grow with the load and a lonely record does not wait.
 *
 * <pre>
 *  offer ──► inbox (bounded) ──► batch ──► store.keep ── committed ──► onKept of each, room for more
 *                                  ▲            │
 *                                  └── failed, late or unknown: again, in halves, ever more slowly
 * </pre>
 *
 * Nothing that was taken is dropped or confirmed for any other reason than its commit. A batch that fails is halved, so
 * that in the end a record that cannot be kept stands alone, goes to the back and holds nobody up.
 */
public final class RecordIntake implements RecordInbox {
    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);

    private final RecordStore store;
    private final Settings settings;
    private final Unkept unkept;
    private final Runnable kept;
    private final Scheduler scheduler;
    private final Queue<Waiting> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> forRoom = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final Sinks.Empty<Void> emptied = Sinks.empty();
    private volatile boolean closed;
    /** When the oldest of those under way came; only meaningful while some are held. */
    private volatile long oldestNanos;

    private final Timer commits;
    private final Counter failures;
    private final MeterRegistry metrics;
    private final Counter first;
    private final Counter repeated;
    private final Counter otherContent;

    // Touched only by the one round that runs; each round starts after the one before has ended.
    private final Deque<Waiting> backlog = new ArrayDeque<>();
    private int batchMax;
    private int failuresInARow;

    /**
     * @param unkept remembers what the store does not take
     * @param kept is called after each commit: there is something to settle
     */
    public RecordIntake(
            RecordStore store,
            Settings settings,
            Unkept unkept,
            Runnable kept,
            Scheduler scheduler,
            MeterRegistry metrics) {
        this.store = store;
        this.settings = settings;
        this.unkept = unkept;
        this.kept = kept;
        this.scheduler = scheduler;
        this.metrics = metrics;
        this.batchMax = settings.batchMax();
        this.commits = metrics.timer("ohmgate.records.batch");
        this.failures = metrics.counter("ohmgate.records.batch.failures");
        this.first = metrics.counter("ohmgate.records.kept", "how", "first");
        this.repeated = metrics.counter("ohmgate.records.kept", "how", "repeated");
        this.otherContent = metrics.counter("ohmgate.records.kept", "how", "other_content");
        Gauge.builder("ohmgate.records.inbox", held, AtomicInteger::get).register(metrics);
    }

    /**
     * How much and how long. {@code patience} is after how long a commit counts as failed, though it may yet succeed: the
     * batch is then given again, which the store takes for a repetition.
     */
    public record Settings(int capacity, int batchMax, Duration patience, Duration firstRetry, Duration lastRetry) {
        public static final Settings DEFAULT =
                new Settings(10_000, 1_000, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5));

        /** A pile that was told to wait may go on when a quarter of the inbox is free. */
        int lowMark() {
            return capacity - Math.max(1, capacity / 4);
        }
    }

    private static final class Waiting {
        final IncomingRecord record;
        final Runnable onKept;
        final long sinceNanos;
        boolean remembered;

        Waiting(IncomingRecord record, Runnable onKept, long sinceNanos) {
            this.record = record;
            this.onKept = onKept;
            this.sinceNanos = sinceNanos;
        }
    }

    @Override
    public boolean offer(IncomingRecord record, Runnable onKept) {
        if (closed || !takePlace()) {
            return false;
        }
        inbox.add(new Waiting(record, onKept, now()));
        wake();
        return true;
    }

    private boolean takePlace() {
        int before = held.getAndUpdate(n -> n < settings.capacity() ? n + 1 : n);
        if (before == 0) {
            oldestNanos = now();
        }
        return before < settings.capacity();
    }

    @Override
    public void whenRoom(Runnable task) {
        forRoom.add(task);
        callForRoom();
    }

    /** Whether more waits than one commit takes: then the database has better things to do than what can wait. */
    public boolean pressed() {
        return held.get() > settings.batchMax();
    }

    /** Takes no more; completes when everything that was taken is kept. */
    public Mono<Void> close() {
        closed = true;
        emptyIfDone();
        return emptied.asMono();
    }

    private void wake() {
        if (writing.compareAndSet(false, true)) {
            scheduler.schedule(this::round);
        }
    }

    private void round() {
        empty(inbox);
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < batchMax && !backlog.isEmpty()) {
            batch.add(backlog.removeFirst());
        }
        if (batch.isEmpty()) {
            rest();
            return;
        }
        oldestNanos = oldest(batch);
        Timer.Sample sample = Timer.start(metrics);
        Mono.defer(() -> store.keep(recordsOf(batch)))
                .timeout(settings.patience(), scheduler)
                .filter(answers -> answers.size() == batch.size())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the store did not answer for each record")))
                .publishOn(scheduler)
                .subscribe(
                        answers -> {
                            sample.stop(commits);
                            committed(batch, answers);
                        },
                        error -> failed(batch, error));
    }

    private long now() {
        return metrics.config().clock().monotonicTime();
    }

    private long oldest(List<Waiting> batch) {
        long oldest = batch.getFirst().sinceNanos;
        for (Waiting one : batch) {
            oldest = Math.min(oldest, one.sinceNanos);
        }
        // First come, first tried; but one that failed alone stands at the very end.
        Waiting last = backlog.peekLast();
        return last == null ? oldest : Math.min(oldest, last.sinceNanos);
    }

    private void empty(Queue<Waiting> from) {
        for (Waiting next = from.poll(); next != null; next = from.poll()) {
            backlog.addLast(next);
        }
    }

    /** How long the record that waits longest has waited; zero if none does. From any thread. */
    public Duration oldestAge() {
        return held.get() == 0 ? Duration.ZERO : Duration.ofNanos(now() - oldestNanos);
    }

    /** Records that were taken and are not kept yet. */
    public int waiting() {
        return held.get();
    }

    private static List<IncomingRecord> recordsOf(List<Waiting> waiting) {
        return waiting.stream().map(one -> one.record).toList();
    }

    private void rest() {
        writing.set(false);
        if (!inbox.isEmpty()) {
            wake();
        }
    }

    private void committed(List<Waiting> batch, List<Kept> answers) {
        failuresInARow = 0;
        batchMax = Math.min(settings.batchMax(), batchMax * 2);
        // The database has its next batch first: it writes while these are confirmed.
        round();
        for (int i = 0; i < batch.size(); i++) {
            count(answers.get(i));
            confirm(batch.get(i));
        }
        held.addAndGet(-batch.size());
        safely(() -> unkept.kept(recordsOf(batch)));
        safely(kept);
        callForRoom();
        emptyIfDone();
    }

    private void confirm(Waiting done) {
        try {
            done.onKept.run();
        } catch (RuntimeException outermostEdge) {
            LOG.atError().setCause(outermostEdge).log("a confirmation failed; the pile will repeat its record");
        }
    }

    private void count(Kept answer) {
        switch (answer) {
            case Kept.First unused -> first.increment();
            case Kept.Repeated unused -> repeated.increment();
            case Kept.OtherContent unused -> otherContent.increment();
        }
    }

    private void failed(List<Waiting> batch, Throwable error) {
        failures.increment();
        failuresInARow++;
        LOG.atError()
                .setCause(error)
                .addKeyValue("records", batch.size())
                .addKeyValue("failuresInARow", failuresInARow)
                .log("records are not kept yet and not confirmed");
        if (batch.size() == 1) {
            backlog.addLast(batch.getFirst());
        } else {
            batch.reversed().forEach(backlog::addFirst);
        }
        batchMax = Math.max(1, batch.size() / 2);
        remember();
        scheduler.schedule(this::round, retryAfter().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All that wait, not only those that were tried: in an outage most are not tried for minutes. */
    private void remember() {
        empty(inbox);
        List<Waiting> fresh =
                backlog.stream().filter(waiting -> !waiting.remembered).toList();
        if (!fresh.isEmpty()) {
            safely(() -> unkept.remember(recordsOf(fresh)));
            fresh.forEach(waiting -> waiting.remembered = true);
        }
    }

    private Duration retryAfter() {
        Duration wait = settings.firstRetry();
        for (int i = 1; i < failuresInARow && wait.compareTo(settings.lastRetry()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(settings.lastRetry()) < 0 ? wait : settings.lastRetry();
    }

    /** After the close nobody is called: who would offer again, be refused and wait again has no end. */
    private void callForRoom() {
        while (!closed && held.get() <= settings.lowMark()) {
            Runnable task = forRoom.poll();
            if (task == null) {
                return;
            }
            safely(task);
        }
    }

    /** What was committed stays committed, whatever becomes of those who are told. */
    private static void safely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException outermostEdge) {
            LOG.atError().setCause(outermostEdge).log("somebody who waited for a commit or for room failed");
        }
    }

    private void emptyIfDone() {
        if (closed && held.get() == 0) {
            emptied.tryEmitEmpty();
        }
    }
}
