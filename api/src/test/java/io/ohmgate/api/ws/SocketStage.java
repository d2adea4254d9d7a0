package io.ohmgate.api.ws;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.OrderViews;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.StaffRole;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.api.view.PriceClock;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.LiveChange;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrderTimes;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.GatewayTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The real handler on a real server with a real hub; only the tables are maps. */
final class SocketStage implements AutoCloseable {
    static final long TENANT = 7;
    static final long STATION = 70;
    static final GunId GUN = GunId.parse("3201020000000101");
    static final OrderId ORDER = new OrderId("01jd3m7k2v9s8q4x5t6w7y8z9a");
    static final Caller DRIVER = new Caller.Driver(TENANT, 1, 11);
    static final Caller STAFF = new Caller.Staff(TENANT, 2, "ann", StaffRole.VIEWER, 12);
    static final Caller STRANGER = new Caller.Driver(8, 3, 13);
    static final SocketLimits QUICK = new SocketLimits(
            Duration.ofMillis(500),
            Duration.ofMillis(300),
            Duration.ofSeconds(60),
            Duration.ofMillis(700),
            Duration.ofMillis(300),
            Duration.ofSeconds(3),
            Duration.ofMillis(300));

    private static final LiveViews VIEWS =
            new LiveViews(new PriceClock(InstantSource.system(), ZoneId.of("Asia/Shanghai")));

    final Map<String, Caller> tickets = new ConcurrentHashMap<>();
    final Set<Caller> barred = ConcurrentHashMap.newKeySet();
    final List<Channel> channels = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Sockets sockets = new Sockets(meters);
    final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    final EventHub hub;
    volatile ChargingOrder order = order(OrderState.CHARGING, 3);
    volatile int guns = 1;
    private final Scheduler timer = Schedulers.newSingle("test-timer", true);
    private final Scheduler deliveries = Schedulers.newSingle("test-deliveries", true);
    private final Disposable hubRuns;
    private final DisposableServer server;
    private volatile GunLive live = GunLive.unknown(GUN, TENANT, STATION);

    SocketStage() {
        this(QUICK);
    }

    SocketStage(SocketLimits limits) {
        hub = new EventHub(GatewayTime.system(timer), topic -> Mono.justOrEmpty(snapshot(topic)), deliveries);
        hubRuns = hub.start();
        sockets.start();
        SocketParts parts = new SocketParts(
                new Maps(),
                (caller, topic) -> Mono.just(caller.tenantId() == TENANT && mayHear(caller, topic)),
                hub,
                new TopicViews(new Orders(), VIEWS, gun -> live),
                sockets,
                json,
                InstantSource.system(),
                System::nanoTime,
                limits);
        LiveSocketHandler handler = new LiveSocketHandler(parts, new Origins(List.of("https://app.example")));
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .childOption(ChannelOption.SO_SNDBUF, 8 * 1024)
                .doOnChannelInit((observer, channel, remote) -> channels.add(channel))
                .handle(new ReactorHttpHandlerAdapter(
                        WebHttpHandlerBuilder.webHandler(handler).build()))
                .bindNow();
    }

    int port() {
        return server.port();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/ws/v1");
    }

    String ticketOf(Caller caller) {
        String ticket = "ticket-" + tickets.size() + "-" + System.nanoTime();
        tickets.put(ticket, caller);
        return ticket;
    }

    double closed(int code) {
        return meters.counter("ohmgate.sockets.closed", "code", Integer.toString(code))
                .count();
    }

    void becomes(GunState state) {
        GunLive before = live;
        live = gun(GUN, state, before.telemetry());
        hub.changed(new LiveChange(before, live, true));
    }

    void values(int soc) {
        GunLive before = live;
        live = gun(GUN, before.state(), new Telemetry(3_800, 1_000, null, soc, null, null, null, null, null));
        hub.changed(new LiveChange(before, live, false));
    }

    void orderBecomes(OrderState state) {
        ChargingOrder before = order;
        order = order(state, before.version() + 1);
        hub.happened(new OrderNotice.OrderMoved(OrderRef.of(order), before.state(), state, Instant.now()), gun -> null);
    }

    private static GunLive gun(GunId gun, GunState state, Telemetry values) {
        return new GunLive(gun, TENANT, STATION, state, true, false, 0, values, null, null, Instant.now());
    }

    private static ChargingOrder order(OrderState state, long version) {
        OrderTerms terms = new OrderTerms(
                TENANT,
                STATION,
                GUN,
                new TradeNo("32010200000001012611222000000001"),
                1L,
                "key-0001",
                1L,
                new Money(5_000),
                new ChargeLimit.Full(),
                false,
                Instant.parse("2026-11-22T12:00:00Z"));
        return new ChargingOrder(ORDER, terms, state, version, OrderTimes.NONE, null, 0, null, null);
    }

    private @Nullable TopicData snapshot(Topic topic) {
        return switch (topic.kind()) {
            case ORDER -> topic.id().equals(ORDER.text()) ? new TopicData.OrderView(order, null) : null;
            case GUN -> topic.id().equals(GUN.digits()) ? new TopicData.GunView(live) : null;
            case STATION ->
                new TopicData.StationView(
                        STATION,
                        IntStream.rangeClosed(1, guns)
                                .mapToObj(i -> gun(GUN.pileNo().gun(i % 99 + 1), GunState.IDLE, Telemetry.NONE))
                                .toList());
            case PILES, ORDERS -> null;
        };
    }

    private boolean mayHear(Caller caller, Topic topic) {
        return switch (topic.kind()) {
            case ORDER -> caller.equals(DRIVER) || caller.equals(STAFF);
            case GUN, STATION -> true;
            case PILES, ORDERS -> false;
        };
    }

    @Override
    public void close() {
        sockets.stop();
        hubRuns.dispose();
        server.disposeNow(Duration.ofSeconds(3));
        timer.dispose();
        deliveries.dispose();
    }

    private final class Maps implements Callers {
        @Override
        public Mono<Caller> byTicket(String ticket) {
            return Mono.justOrEmpty(tickets.remove(ticket));
        }

        @Override
        public Mono<Caller> byToken(String token) {
            return Mono.empty();
        }

        @Override
        public Mono<Boolean> stillHolds(Caller caller) {
            return Mono.just(!barred.contains(caller));
        }
    }

    private final class Orders implements OrderViews {
        @Override
        public Mono<ChargingOrder> find(Caller caller, OrderId id) {
            // As from a driver of a database: later, and on another thread.
            return Mono.delay(Duration.ofMillis(5)).map(tick -> Objects.requireNonNull(order));
        }

        @Override
        public Mono<OrderView> view(Caller caller, ChargingOrder told, @Nullable GunLive gun) {
            return Mono.just(VIEWS.order(told, gun, null));
        }
    }
}
