package io.ohmgate.gateway.order;

import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Looks for due timers and fires them. A timer that cannot be fired stays in the table and is found again. */
public final class TimerPoller implements Disposable {
    public static final Duration PAUSE = Duration.ofMillis(500);
    public static final int BATCH_MAX = 200;
    private static final int AT_ONCE_MAX = 8;
    private static final Logger LOG = LoggerFactory.getLogger(TimerPoller.class);

    private final TimerStore timers;
    private final Function<OrderTimer, Mono<Void>> fire;
    private final Function<List<OrderTimer>, Mono<List<OrderTimer>>> mine;
    private final int batchMax;
    private final InstantSource clock;
    private final PollLoop loop;

    public TimerPoller(
            TimerStore timers, Function<OrderTimer, Mono<Void>> fire, InstantSource clock, Scheduler scheduler) {
        this(timers, fire, Mono::just, BATCH_MAX, clock, scheduler);
    }

    /**
     * {@code mine} leaves out the timers that other nodes fire; as those stay in the table, {@code batchMax} should
     * leave room for them.
     */
    public TimerPoller(
            TimerStore timers,
            Function<OrderTimer, Mono<Void>> fire,
            Function<List<OrderTimer>, Mono<List<OrderTimer>>> mine,
            int batchMax,
            InstantSource clock,
            Scheduler scheduler) {
        this.mine = mine;
        this.batchMax = batchMax;
        this.timers = timers;
        this.fire = fire;
        this.clock = clock;
        this.loop = new PollLoop("order timers", PAUSE, scheduler, Mono.defer(this::round));
    }

    public void start() {
        loop.start();
    }

    private Mono<Boolean> round() {
        return timers.due(clock.instant(), batchMax)
                .collectList()
                .flatMap(due -> due.isEmpty() ? Mono.just(due) : mine.apply(due))
                .flatMapIterable(due -> due)
                .flatMap(this::fired, AT_ONCE_MAX)
                .filter(Boolean::booleanValue)
                .count()
                // If none of a full batch could be fired, the next would be the same: it waits for the pause.
                .map(count -> count == batchMax);
    }

    private Mono<Boolean> fired(OrderTimer timer) {
        return fire.apply(timer).thenReturn(true).onErrorResume(error -> {
            LOG.atWarn()
                    .setCause(error)
                    .addKeyValue("orderId", timer.orderId())
                    .addKeyValue("timer", timer.kind())
                    .log("a timer could not be fired yet");
            return Mono.just(false);
        });
    }

    @Override
    public void dispose() {
        loop.dispose();
    }
}
