package io.ohmgate.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class GatheringTest {
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<List<Integer>> batches = new ArrayList<>();
    private boolean fails;
    private final Gathering<Integer> gathering = new Gathering<Integer>(
                    "test",
                    time,
                    batch -> Mono.fromRunnable(() -> {
                        batches.add(batch);
                        if (fails) {
                            throw new IllegalStateException("away");
                        }
                    }))
            .start();

    @Test
    void manyAtOnceAreAFewBatchesAndEachIsThereOnce() {
        IntStream.range(0, 1_200).forEach(gathering::add);
        IntStream.range(0, 1_200).forEach(gathering::add);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(batches).extracting(List::size).containsExactly(500, 500, 200);
        assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void aBatchThatFailedIsHandedOnAgain() {
        fails = true;
        gathering.add(1);
        time.advanceTimeBy(Duration.ofSeconds(2));
        fails = false;
        int tried = batches.size();
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(tried).isGreaterThan(1);
        assertThat(batches).hasSize(tried + 1).allMatch(List.of(1)::equals);
    }

    @Test
    void thereIsAnEndToWhatWaits() {
        gathering.dispose();
        IntStream.range(0, Gathering.WAITING_MAX).forEach(gathering::add);
        assertThat(gathering.add(-1)).isFalse();
    }
}
