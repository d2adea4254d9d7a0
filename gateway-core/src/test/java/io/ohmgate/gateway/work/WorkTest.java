package io.ohmgate.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class WorkTest {
    @Test
    void worksOfOneKeyRunOneAfterAnotherAndThoseOfAnotherDoNotWait() {
        Lanes<String> lanes = new Lanes<>();
        List<String> ran = new ArrayList<>();
        Sinks.One<String> slow = Sinks.one();
        lanes.run("a", slow.asMono().doOnNext(ran::add));
        lanes.run("a", Mono.fromRunnable(() -> ran.add("second")));
        lanes.run("b", Mono.fromRunnable(() -> ran.add("other")));
        assertThat(ran).containsExactly("other");
        slow.tryEmitValue("first");
        assertThat(ran).containsExactly("other", "first", "second");
        assertThat(lanes.busy("a")).isFalse();
    }

    @Test
    void aFailureOrALeavingCallerDoesNotStopTheLane() {
        Lanes<String> lanes = new Lanes<>();
        AtomicInteger done = new AtomicInteger();
        Sinks.One<String> slow = Sinks.one();
        lanes.run("a", slow.asMono()).subscribe(value -> {}, error -> {}).dispose();
        Mono<Object> failing = lanes.run("a", Mono.error(new IllegalStateException("no")));
        lanes.run("a", Mono.fromRunnable(done::incrementAndGet));
        slow.tryEmitValue("go");
        StepVerifier.create(failing).verifyError(IllegalStateException.class);
        assertThat(done).hasValue(1);
    }

    @Test
    void aFullLaneRefusesAndHasNotRunTheWork() {
        Lanes<String> lanes = new Lanes<>();
        lanes.run("a", Mono.never());
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < Lanes.WAITING_MAX; i++) {
            lanes.run("a", Mono.fromRunnable(ran::incrementAndGet));
        }
        StepVerifier.create(lanes.run("a", Mono.fromRunnable(ran::incrementAndGet)))
                .verifyError(RejectedExecutionException.class);
        assertThat(ran).hasValue(0);
    }

    @Test
    void detachedWorkEndsThoughNobodyListensAnyMore() {
        Sinks.One<String> slow = Sinks.one();
        AtomicInteger done = new AtomicInteger();
        Detached.from(slow.asMono().doOnNext(value -> done.incrementAndGet()))
                .subscribe()
                .dispose();
        slow.tryEmitValue("late");
        assertThat(done).hasValue(1);
    }

    @Test
    void aLoopRunsAfterItsPauseAtOnceWhenNudgedAndAgainWhileThereIsMore() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        AtomicInteger rounds = new AtomicInteger();
        PollLoop loop = new PollLoop(
                "test", Duration.ofSeconds(1), time, Mono.fromCallable(() -> rounds.incrementAndGet() % 3 != 0));
        loop.start();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(rounds).as("until there is no more").hasValue(3);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rounds).hasValue(6);
        loop.nudge();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(rounds).hasValue(9);
        loop.dispose();
        time.advanceTimeBy(Duration.ofSeconds(9));
        assertThat(rounds).hasValue(9);
    }

    @Test
    void aRoundThatHangsIsGivenUp() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        AtomicInteger rounds = new AtomicInteger();
        PollLoop loop = new PollLoop("test", Duration.ofSeconds(1), time, Mono.defer(() -> {
            rounds.incrementAndGet();
            return Mono.never();
        }));
        loop.start();
        time.advanceTimeBy(PollLoop.ROUND_MAX.plusSeconds(2));
        assertThat(rounds).hasValue(2);
    }

    @Test
    void aNudgeDuringARoundBringsOneMoreAndAFailedRoundDoesNotEndTheLoop() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        AtomicInteger rounds = new AtomicInteger();
        Sinks.One<Boolean> slow = Sinks.one();
        PollLoop loop =
                new PollLoop("test", Duration.ofSeconds(1), time, Mono.defer(() -> switch (rounds.incrementAndGet()) {
                    case 1 -> slow.asMono();
                    case 2 -> Mono.error(new IllegalStateException("no"));
                    default -> Mono.just(false);
                }));
        loop.start();
        time.advanceTimeBy(Duration.ofMillis(1));
        loop.nudge();
        loop.nudge();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(rounds).as("never two at a time").hasValue(1);
        slow.tryEmitValue(false);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(rounds.get()).isGreaterThanOrEqualTo(2);
        int before = rounds.get();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(rounds.get()).isGreaterThan(before);
    }
}
