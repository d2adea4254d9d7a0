package io.ohmgate.api.calm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.api.problem.ProblemWriterForTests;
import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.Signal;
import io.ohmgate.gateway.work.Urgent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The gate before everything else. */
class HttpGateTest {
    private static final String STOP = "/api/v1/charging-orders/1/stop";
    private static final String START = "/api/v1/charging-orders";
    private static final String EXPORT = "/api/v1/piles/32010600019236/frames/export";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long lag;
    private final Calm calm = new Calm(() -> time.now(TimeUnit.NANOSECONDS), InstantSource.system(), meters)
            .reads(Signal.LOOP_LAG, () -> lag);
    private final HttpGate gate = new HttpGate(
            calm,
            new HttpPaces(5_000, 5_000, () -> time.now(TimeUnit.NANOSECONDS)),
            ProblemWriterForTests.writer(),
            new SplittableRandom(1),
            meters);
    private int served;
    private final List<Boolean> urgent = new ArrayList<>();

    HttpGateTest() {
        calm.start(time);
    }

    @Test
    void atLevelFiveNewStartsAreRefusedAndStopsAreNot() {
        raise(5);
        MockServerWebExchange start = asks(HttpMethod.POST, START);
        assertThat(start.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(start.getResponse().getBodyAsString().block()).contains("STARTS_PAUSED");
        assertThat(served).isZero();
        asks(HttpMethod.POST, STOP);
        assertThat(served).isEqualTo(1);
        assertThat(urgent).containsExactly(true);
    }

    @Test
    void exportsGiveWayFirstAndStartsLast() {
        for (int level = 0; level <= 5; level++) {
            raise(level);
            assertThat(passes(HttpMethod.GET, EXPORT)).as("export at %d", level).isEqualTo(level < 1);
            assertThat(passes(HttpMethod.POST, START)).as("start at %d", level).isEqualTo(level < 5);
            assertThat(passes(HttpMethod.POST, STOP)).as("stop at %d", level).isTrue();
            assertThat(passes(HttpMethod.GET, "/api/v1/overload")).isTrue();
        }
    }

    @Test
    void thoseWhoAreRefusedTogetherAreNotToldToComeBackTogether() {
        raise(5);
        Set<@Nullable String> after = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            after.add(asks(HttpMethod.POST, START).getResponse().getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
        }
        assertThat(after).hasSizeGreaterThan(5).doesNotContainNull();
    }

    @Test
    void oneAddressThatAsksTooOftenSpendsItsOwnBudgetAndNotThatOfItsStops() {
        for (int i = 0; i < 5_000; i++) {
            asks(HttpMethod.GET, "/api/v1/wallet");
        }
        MockServerWebExchange refused = asks(HttpMethod.GET, "/api/v1/wallet");
        assertThat(refused.getResponse().getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(passes(HttpMethod.POST, STOP)).isTrue();
    }

    @Test
    void withTheHouseFullTheNextOneIsToldAtOnceAndComesInWhenOneHasLeft() {
        Sinks.Empty<Void> door = Sinks.empty();
        for (int i = 0; i < HttpClass.OTHER.inFlightMax(); i++) {
            gate.filter(exchange(HttpMethod.GET, "/api/v1/wallet", "127.0.0." + (2 + i % 4)), inside -> door.asMono())
                    .subscribe();
        }
        MockServerWebExchange oneMore = asks(HttpMethod.GET, "/api/v1/wallet");
        assertThat(oneMore.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(passes(HttpMethod.POST, STOP)).isTrue();
        door.tryEmitEmpty();
        assertThat(passes(HttpMethod.GET, "/api/v1/wallet")).isTrue();
    }

    @Test
    void ht6OneAddressHoldsHalfOfThePlacesAtMostAndAnotherComesIn() {
        Sinks.Empty<Void> door = Sinks.empty();
        for (int i = 0; i < HttpClass.OTHER.inFlightMax(); i++) {
            gate.filter(exchange(HttpMethod.GET, "/api/v1/wallet", "127.0.0.2"), inside -> door.asMono())
                    .subscribe();
        }
        assertThat(passes(HttpMethod.GET, "/api/v1/wallet")).isTrue();
        MockServerWebExchange same = exchange(HttpMethod.GET, "/api/v1/wallet", "127.0.0.2");
        gate.filter(same, inside -> Mono.empty()).block(Duration.ofSeconds(5));
        assertThat(same.getResponse().getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        door.tryEmitEmpty();
        MockServerWebExchange again = exchange(HttpMethod.GET, "/api/v1/wallet", "127.0.0.2");
        gate.filter(again, inside -> Mono.empty()).block(Duration.ofSeconds(5));
        assertThat(again.getResponse().getStatusCode()).isNull();
    }

    private boolean passes(HttpMethod method, String path) {
        int before = served;
        asks(method, path);
        return served > before;
    }

    private MockServerWebExchange asks(HttpMethod method, String path) {
        MockServerWebExchange exchange = exchange(method, path);
        gate.filter(
                        exchange,
                        inside -> Mono.deferContextual(context -> {
                            served++;
                            urgent.add(Urgent.isIn(context));
                            return Mono.empty();
                        }))
                .block(Duration.ofSeconds(5));
        return exchange;
    }

    private static MockServerWebExchange exchange(HttpMethod method, String path) {
        return exchange(method, path, "127.0.0.1");
    }

    private static MockServerWebExchange exchange(HttpMethod method, String path, String source) {
        return MockServerWebExchange.from(
                MockServerHttpRequest.method(method, path).remoteAddress(new InetSocketAddress(source, 1)));
    }

    private void raise(int number) {
        lag = number == 0 ? 0 : Signal.LOOP_LAG.marks().get(number - 1);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(calm.level().number()).isEqualTo(number);
    }
}
