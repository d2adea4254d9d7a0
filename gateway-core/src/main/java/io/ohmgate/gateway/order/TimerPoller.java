package io.ohmgate.gateway.order;

import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.InstantSource;
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
    private final InstantSource clock;
    private final PollLoop loop;

    public TimerPoller(
            TimerStore timers, Function<OrderTimer, Mono<Void>> fire, InstantSource clock, Scheduler scheduler) {
        this.timers = timers;
        this.fire = fire;
        this.clock = clock;
        this.loop = new PollLoop("order timers", PAUSE, scheduler, Mono.defer(this::round));
    }

    public void start() {
        loop.start();
    }

    private Mono<Boolean> round() {
        return timers.due(clock.instant(), BATCH_MAX)
                .flatMap(this::fired, AT_ONCE_MAX)
                .filter(Boolean::booleanValue)
                .count()
                // If none of a full batch could be fired, the next would be the same: it waits for the pause.
                .map(count -> count == BATCH_MAX);
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
