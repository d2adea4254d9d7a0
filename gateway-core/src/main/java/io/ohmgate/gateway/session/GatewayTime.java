package io.ohmgate.gateway.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import reactor.core.scheduler.Scheduler;

/**
 * Time as an argument. {@code wall} says when something happened, {@code nanos} how long ago: it is monotonic, so a jump
 * of the wall clock ends no session and delays no timer (invariants E9). {@code timer} runs short tasks that never wait.
 */
public record GatewayTime(InstantSource wall, LongSupplier nanos, Scheduler timer) {
    public static GatewayTime system(Scheduler timer) {
        return new GatewayTime(InstantSource.system(), System::nanoTime, timer);
    }

    /** Time that stands still until the scheduler is told to advance. */
    public static GatewayTime of(Scheduler virtual) {
        return new GatewayTime(
                () -> Instant.ofEpochMilli(virtual.now(TimeUnit.MILLISECONDS)),
                () -> virtual.now(TimeUnit.NANOSECONDS),
                virtual);
    }
}
