package io.ohmgate.gateway.order;

import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Looks every few seconds for charges that have gone silent. */
public final class SilenceWatch implements Disposable {
    public static final Duration PAUSE = Duration.ofSeconds(2);

    private final PollLoop loop;

    public SilenceWatch(OrderService orders, Scheduler scheduler) {
        this.loop = new PollLoop("silent charges", PAUSE, scheduler, Mono.fromCallable(() -> {
            orders.silent().sweep();
            return false;
        }));
    }

    public void start() {
        loop.start();
    }

    @Override
    public void dispose() {
        loop.dispose();
    }
}
