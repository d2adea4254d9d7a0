package io.ohmgate.api.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.Seats;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.StaffRole;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.exceptions.ApplicationErrorException;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.metadata.AuthMetadataCodec;
import io.rsocket.metadata.CompositeMetadataCodec;
import io.rsocket.metadata.TaggingMetadataCodec;
import io.rsocket.metadata.WellKnownMimeType;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BackendServerTest {
    private static final long TENANT = 7;
    private static final PileNo PILE = new PileNo("32010200000001");
    private static final Caller STAFF = new Caller.Staff(TENANT, 2, "ann", StaffRole.OPERATOR, 12);
    private static final Caller VIEWER = new Caller.Staff(TENANT, 4, "bob", StaffRole.VIEWER, 14);
    private static final Caller DRIVER = new Caller.Driver(TENANT, 1, 11);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Caller> tokens = Map.of("staff", STAFF, "viewer", VIEWER, "driver", DRIVER);
    private final Set<Caller> barred = ConcurrentHashMap.newKeySet();
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final Scheduler timer = Schedulers.newSingle("test-timer", true);
    private final EventHub hub = new EventHub(GatewayTime.system(timer), topic -> Mono.empty(), timer);
    private final BackendServer server = new BackendServer(
            "127.0.0.1",
            0,
            new BackendParts(
                    new Maps(),
                    hub,
                    new Refusing(),
                    JSON,
                    new Seats(10, 3),
                    new BackendLimits(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(3))));
    private final List<RSocket> clients = new ArrayList<>();

    BackendServerTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        clients.forEach(RSocket::dispose);
        server.stop();
        timer.dispose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void withoutAValidTokenTheSetupIsRefused(String token) {
        RSocket client = connect(token);
        assertThatThrownBy(() -> stream(client, "events.piles", "").blockFirst(PATIENCE))
                .isInstanceOf(RejectedSetupException.class)
                .hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    void anEventReachesTheBackEndOfItsTenantAndNoOther() {
        List<JsonNode> heard = new CopyOnWriteArrayList<>();
        stream(connect("staff"), "events.piles", "").subscribe(payload -> heard.add(json(payload)));
        await().untilAsserted(() -> assertThat(hub.topics()).isEqualTo(1));
        hub.happened(new PileEvent.PileCameOnline(PILE, 8L, 80, Instant.EPOCH));
        hub.happened(new PileEvent.PileCameOnline(PILE, TENANT, 70, Instant.EPOCH));
        await().untilAsserted(() -> assertThat(heard).hasSize(1));
        JsonNode event = heard.getFirst();
        assertThat(event.path("type").asString()).isEqualTo("state");
        assertThat(event.path("data").path("event").asString()).isEqualTo("PILE_CAME_ONLINE");
        assertThat(event.path("data").path("pileNo").asString()).isEqualTo(PILE.digits());
        assertThat(event.path("data").path("stationId").asLong()).isEqualTo(70);
    }

    @Test
    void noMoreLeavesThanIsRequestedAndWhoComesBackGoesOn() {
        Slow slow = new Slow();
        stream(connect("staff"), "events.piles", "").subscribe(slow);
        slow.request(3);
        await().untilAsserted(() -> assertThat(hub.topics()).isEqualTo(1));
        for (int i = 0; i < 100; i++) {
            hub.happened(new PileEvent.PileCameOnline(PILE, TENANT, i, Instant.EPOCH));
        }
        await().untilAsserted(() -> assertThat(slow.stations).containsExactly(0L, 1L, 2L));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(slow.stations).hasSize(3);
        slow.request(1);
        await().untilAsserted(() -> assertThat(slow.stations).containsExactly(0L, 1L, 2L, 3L));
        slow.cancel();
        Slow again = new Slow();
        stream(connect("staff"), "events.piles", "{\"after\":" + slow.lastSeq + "}")
                .subscribe(again);
        again.request(2);
        await().untilAsserted(() -> assertThat(again.stations).containsExactly(4L, 5L));
    }

    @Test
    void whoRequestsTooLittleForTooLongIsToldSo() {
        List<Throwable> ends = new CopyOnWriteArrayList<>();
        Slow slow = new Slow() {
            @Override
            protected void hookOnError(Throwable failure) {
                ends.add(failure);
            }
        };
        stream(connect("staff"), "events.piles", "").subscribe(slow);
        slow.request(1);
        await().untilAsserted(() -> assertThat(hub.topics()).isEqualTo(1));
        for (int i = 0; i < 2_000; i++) {
            hub.happened(new PileEvent.PileCameOnline(PILE, TENANT, i, Instant.EPOCH));
        }
        await().untilAsserted(() -> assertThat(ends).hasSize(1));
        assertThat(codeOf(ends.getFirst())).isEqualTo("OVERLOADED");
    }

    @Test
    void aRouteThatIsNotInTheTableOrNotForTheCallerIsRefused() {
        RSocket driver = connect("driver");
        assertThat(refusal(() -> stream(driver, "events.orders", "").blockFirst(PATIENCE)))
                .isEqualTo("FORBIDDEN");
        assertThat(refusal(() -> stream(driver, "events.everything", "").blockFirst(PATIENCE)))
                .isEqualTo("NOT_FOUND");
        assertThat(refusal(() -> ask(driver, "events.orders", ""))).isEqualTo("NOT_FOUND");
        assertThat(refusal(() -> ask(connect("viewer"), "charging-orders.stop", "{\"orderId\":\"x\"}")))
                .isEqualTo("FORBIDDEN");
        assertThat(refusal(() -> ask(connect("staff"), "charging-orders.start", "{}")))
                .isEqualTo("FORBIDDEN");
        assertThatThrownBy(() -> driver.requestChannel(Mono.just(request("events.orders", "")))
                        .blockFirst(PATIENCE))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aStartIsRefusedWithTheCodeOfRest() {
        RSocket driver = connect("driver");
        assertThat(refusal(() -> ask(driver, "charging-orders.start", "{\"gunId\":\"3201020000000101\"}")))
                .isEqualTo("PILE_OFFLINE");
        assertThat(started).containsExactly("3201020000000101");
        assertThat(refusal(() -> ask(driver, "charging-orders.start", "{\"gunId\":")))
                .isEqualTo("BAD_JSON");
    }

    @Test
    void aBarredUserIsSentAwayWhileStreaming() {
        RSocket client = connect("staff");
        List<Payload> heard = new CopyOnWriteArrayList<>();
        stream(client, "events.piles", "").subscribe(heard::add, failure -> {});
        await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(1));
        barred.add(STAFF);
        await().untilAsserted(() -> assertThat(server.connections()).isZero());
    }

    @Test
    void theFourthConnectionOfAUserIsOneTooMany() {
        for (int i = 0; i < 3; i++) {
            stream(connect("staff"), "events.piles", "").subscribe(payload -> {}, failure -> {});
            int open = i + 1;
            await().untilAsserted(() -> assertThat(server.connections()).isEqualTo(open));
        }
        assertThatThrownBy(() -> stream(connect("staff"), "events.piles", "").blockFirst(PATIENCE))
                .isInstanceOf(RejectedSetupException.class)
                .hasMessageContaining("TOO_MANY_CONNECTIONS");
    }

    private RSocket connect(String token) {
        CompositeByteBuf metadata = ByteBufAllocator.DEFAULT.compositeBuffer();
        if (!token.isEmpty()) {
            CompositeMetadataCodec.encodeAndAddMetadata(
                    metadata,
                    ByteBufAllocator.DEFAULT,
                    WellKnownMimeType.MESSAGE_RSOCKET_AUTHENTICATION,
                    AuthMetadataCodec.encodeBearerMetadata(ByteBufAllocator.DEFAULT, token.toCharArray()));
        }
        RSocket client = Objects.requireNonNull(RSocketConnector.create()
                .metadataMimeType(WellKnownMimeType.MESSAGE_RSOCKET_COMPOSITE_METADATA.getString())
                .dataMimeType("application/json")
                .setupPayload(DefaultPayload.create(Unpooled.EMPTY_BUFFER, metadata))
                .connect(TcpClientTransport.create(server.address()))
                .block(PATIENCE));
        clients.add(client);
        return client;
    }

    private static Flux<Payload> stream(RSocket client, String route, String data) {
        return client.requestStream(request(route, data));
    }

    private static @Nullable Payload ask(RSocket client, String route, String data) {
        return client.requestResponse(request(route, data)).block(PATIENCE);
    }

    private static Payload request(String route, String data) {
        CompositeByteBuf metadata = ByteBufAllocator.DEFAULT.compositeBuffer();
        ByteBuf tag = TaggingMetadataCodec.createTaggingContent(ByteBufAllocator.DEFAULT, List.of(route));
        CompositeMetadataCodec.encodeAndAddMetadata(
                metadata, ByteBufAllocator.DEFAULT, WellKnownMimeType.MESSAGE_RSOCKET_ROUTING, tag);
        return DefaultPayload.create(Unpooled.copiedBuffer(data, StandardCharsets.UTF_8), metadata);
    }

    private static String refusal(ThrowingCallable call) {
        return codeOf(catchThrowable(call));
    }

    private static String codeOf(Throwable failure) {
        assertThat(failure).isInstanceOf(ApplicationErrorException.class);
        return JSON.readTree(String.valueOf(failure.getMessage())).path("code").asString();
    }

    private static JsonNode json(Payload payload) {
        return JSON.readTree(payload.getDataUtf8());
    }

    /** Requests only what it is told to. */
    private static class Slow extends BaseSubscriber<Payload> {
        final List<Long> stations = new CopyOnWriteArrayList<>();
        volatile long lastSeq;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Payload payload) {
            JsonNode event = json(payload);
            lastSeq = event.path("seq").asLong();
            stations.add(event.path("data").path("stationId").asLong());
        }
    }

    private final class Maps implements Callers {
        @Override
        public Mono<Caller> byTicket(String ticket) {
            return Mono.empty();
        }

        @Override
        public Mono<Caller> byToken(String token) {
            return Mono.justOrEmpty(tokens.get(token));
        }

        @Override
        public Mono<Boolean> stillHolds(Caller caller) {
            return Mono.just(!barred.contains(caller));
        }
    }

    /** Whose piles are all offline. */
    private final class Refusing implements OrderCommands {
        @Override
        public Mono<OrderView> start(Caller.Driver driver, Start start) {
            started.add(String.valueOf(start.gunId()));
            return Mono.error(ProblemException.of(ProblemCode.PILE_OFFLINE));
        }

        @Override
        public Mono<OrderView> stop(Caller caller, Stop stop) {
            return Mono.error(ProblemException.of(ProblemCode.NOT_FOUND));
        }
    }
}
