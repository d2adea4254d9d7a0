package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ReconnectPaceTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ReconnectPace pace = new ReconnectPace(10, 20, () -> time.now(TimeUnit.NANOSECONDS), time);
    private final AtomicInteger made = new AtomicInteger();

    @Test
    @DisplayName("the first of them come at once, the rest ten a second, and a quiet while fills the burst again")
    void theFirstComeAtOnceAndTheRestTenASecond() {
        ask(50);
        assertThat(made).hasValue(20);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(made).hasValue(30);
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(made).hasValue(50);
        time.advanceTimeBy(Duration.ofMinutes(1));
        ask(25);
        assertThat(made).as("no more than the burst, however long it was quiet").hasValue(70);
        time.advanceTimeBy(Duration.ofMillis(500));
        assertThat(made).hasValue(75);
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            pace.turn().subscribe(nothing -> {}, failure -> {}, made::incrementAndGet);
        }
    }
}
