package io.ohmgate.api.metrics;

import io.ohmgate.api.store.Census;
import io.ohmgate.api.store.LedgerCheck;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Asks the tables now and then what the metrics show of them, never when somebody reads the metrics: however many read
 * them and however often, the database is asked as often as is good for it (invariants 6.1, 7.8).
 */
final class BookCensus implements SmartLifecycle {
    static final Duration COUNT_EVERY = Duration.ofSeconds(30);
    static final Duration CHECK_EVERY = Duration.ofMinutes(5);
    /** Beyond it the database has better things to do; the metrics say how old they are. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BookCensus.class);

    private final Census census;
    private final LedgerCheck books;
    private final BookGauges gauges;
    private final InstantSource clock;
    private final Scheduler scheduler = Schedulers.newSingle("census", true);
    private final PollLoop counting;
    private final PollLoop checking;
    private volatile boolean running;

    BookCensus(Census census, LedgerCheck books, BookGauges gauges, InstantSource clock) {
        this.census = census;
        this.books = books;
        this.gauges = gauges;
        this.clock = clock;
        this.counting = new PollLoop("census", COUNT_EVERY, scheduler, quietly("census", count()));
        this.checking = new PollLoop("ledger check", CHECK_EVERY, scheduler, quietly("ledger check", check()));
    }

    /** Counts once. */
    Mono<Void> count() {
        return Mono.defer(() -> census.take(clock.instant()))
                .doOnNext(gauges::counted)
                .then(Mono.defer(() -> census.journalsAfter(gauges.lastJournal())))
                .doOnNext(gauges::booked)
                .then();
    }

    /** Checks the books once. */
    Mono<Void> check() {
        return Mono.defer(books::run).doOnNext(gauges::checked).then();
    }

    private Mono<Boolean> quietly(String what, Mono<Void> work) {
        return work.timeout(PATIENCE, scheduler).thenReturn(false).onErrorResume(failure -> {
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("the tables could not be counted for the metrics; the next round tries again");
            return Mono.just(false);
        });
    }

    @Override
    public void start() {
        running = true;
        counting.start();
        checking.start();
    }

    @Override
    public void stop() {
        running = false;
        counting.dispose();
        checking.dispose();
        scheduler.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
