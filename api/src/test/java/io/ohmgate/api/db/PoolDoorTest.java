package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.gateway.work.Urgent;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The door of a pool on a clock of its own: a vain wait lasts 50 ms here and a second there. */
class PoolDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final AtomicLong nanos = new AtomicLong();
    private final ConnectionPool pool = FakeConnections.pool(1);
    private final ConnectionPool stops = FakeConnections.pool(1);
    private final PoolDoor door = new PoolDoor(pool, stops, nanos::get);

    @AfterEach
    void dispose() {
        pool.dispose();
        stops.dispose();
    }

    @Test
    @DisplayName("after one vain wait the next callers are refused at once, for a quarter of a second")
    void afterOneVainWaitTheNextAreRefusedAtOnce() {
        take(door.create());
        waitsInVain();
        assertThat(door.waitMillis()).isEqualTo(1_000);
        long realStart = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> take(door.create())).isInstanceOf(PoolExhausted.class);
        }
        assertThat(door.refused()).isEqualTo(100);
        assertThat(Duration.ofNanos(System.nanoTime() - realStart))
                .as("nobody of them waited")
                .isLessThan(Duration.ofSeconds(2));
        nanos.addAndGet(PoolDoor.SHUT.toNanos());
        assertThatThrownBy(() -> take(door.create()))
                .as("one tries again, and a wait of no time by this clock is the pool's own answer")
                .isNotInstanceOf(PoolExhausted.class);
        assertThat(door.refused()).isEqualTo(100);
    }

    @Test
    @DisplayName("an idle connection opens the door before its time")
    void anIdleConnectionOpensTheDoor() {
        Connection held = take(door.create());
        waitsInVain();
        Mono.from(held.close()).block(PATIENCE);
        assertThat(take(door.create())).isNotNull();
        assertThat(door.refused()).isZero();
    }

    @Test
    @DisplayName("B4 a stop has a connection of its own while the pool is exhausted and its door is shut")
    void b4AStopHasAConnectionOfItsOwn() {
        take(door.create());
        waitsInVain();
        assertThat(take(Urgent.mark(door.create()))).isNotNull();
        assertThat(stops.getMetrics().orElseThrow().acquiredSize()).isEqualTo(1);
        assertThat(door.refused()).isZero();
    }

    @Test
    @DisplayName("a wait is forgotten after a second without another")
    void aWaitIsForgotten() {
        take(door.create());
        waitsInVain();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(door.waitMillis()).isZero();
    }

    private void waitsInVain() {
        Mono<Connection> waiting = door.create();
        assertThatThrownBy(() -> take(waiting.doOnSubscribe(asked -> Mono.delay(Duration.ofMillis(10))
                        .subscribe(tick -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(1))))))
                .isInstanceOf(PoolExhausted.class);
    }

    private static Connection take(Mono<Connection> wanted) {
        return Objects.requireNonNull(wanted.block(PATIENCE));
    }
}
