package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.nodes.Sharing;
import io.ohmgate.api.nodes.TimerShare;
import io.ohmgate.api.push.PushConfiguration;
import io.ohmgate.api.redis.TimedSink;
import io.ohmgate.api.rsocket.BackendConfiguration;
import io.ohmgate.api.store.DecisionTables;
import io.ohmgate.api.store.OrderTables;
import io.ohmgate.api.store.RecordTables;
import io.ohmgate.api.store.SettlementTables;
import io.ohmgate.api.store.TariffTables;
import io.ohmgate.api.wiring.NodesConfiguration.OrderHomes;
import io.ohmgate.api.ws.SocketConfiguration;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.Gateway;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchRules;
import io.ohmgate.gateway.calm.Level;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.live.LiveSink;
import io.ohmgate.gateway.order.OrderMachine;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.OrderTimings;
import io.ohmgate.gateway.order.ProgressWriter;
import io.ohmgate.gateway.order.SilenceWatch;
import io.ohmgate.gateway.order.StartPolicy;
import io.ohmgate.gateway.order.TimerPoller;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.record.Settlement;
import io.ohmgate.gateway.record.Settler;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.SessionSettings;
import io.ohmgate.gateway.spool.UnkeptSpool;
import io.ohmgate.gateway.tcp.AcceptLimits;
import io.ohmgate.gateway.tcp.PileServer;
import io.ohmgate.gateway.tcp.PileServerSettings;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.ykc.session.StopReasons;
import io.ohmgate.ykc.session.YkcProtocol;
import io.ohmgate.ykc.session.YkcSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The gateway. Nothing here runs before {@link GatewayLifecycle} starts it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({GatewaySettings.class, DrainSettings.class})
@Import({PushConfiguration.class, SocketConfiguration.class, BackendConfiguration.class})
class GatewayConfiguration {
    private static final int ORDER_THREADS = 2;
    private static final int DELIVERY_THREADS = 2;

    @Bean(destroyMethod = "dispose")
    Scheduler gatewayTimer() {
        return Schedulers.newSingle("gateway-timer", true);
    }

    /** Decides about orders and records; waits for nothing. */
    @Bean(destroyMethod = "dispose")
    Scheduler orderScheduler() {
        return Schedulers.newParallel("orders", ORDER_THREADS, true);
    }

    /** Keeps records and does nothing else: class 0 has a queue, a thread and a pool of its own (invariants 5.2). */
    @Bean(destroyMethod = "dispose")
    Scheduler recordScheduler() {
        return Schedulers.newSingle("records", true);
    }

    /** Histories, logs, campaigns: what may be late. */
    @Bean(destroyMethod = "dispose")
    Scheduler choreScheduler() {
        return Schedulers.newSingle("chores", true);
    }

    @Bean(destroyMethod = "dispose")
    Scheduler deliveryScheduler() {
        return Schedulers.newParallel("deliveries", DELIVERY_THREADS, true);
    }

    @Bean
    PileDirectory pileDirectory() {
        return new PileDirectory();
    }

    @Bean
    GatewayParts gatewayParts(
            PileDirectory directory,
            Scheduler gatewayTimer,
            Scheduler deliveryScheduler,
            GatewaySettings settings,
            MeterRegistry meters,
            LiveSink sink,
            OrderTables orders,
            ObjectProvider<GatewayParts> self) {
        OrderSnapshots snapshots =
                new OrderSnapshots(orders, gun -> self.getObject().liveGuns.findWhole(gun));
        return new GatewayParts(
                directory,
                SessionSettings.BOOK.withCarriers(settings.trust().carrierRanges().stream()
                        .map(SourceRange::parse)
                        .toList()),
                GatewayTime.system(gatewayTimer),
                settings.siteZone(),
                meters,
                new TimedSink(sink, meters),
                snapshots,
                deliveryScheduler);
    }

    @Bean
    OrderService orderService(
            OrderTables orders,
            TariffTables tariffs,
            GatewayParts parts,
            GatewaySettings settings,
            SecureRandom random,
            InstantSource clock,
            Scheduler orderScheduler,
            OrderHomes homes) {
        GatewaySettings.Start start = settings.start();
        StartPolicy policy = new StartPolicy(
                new Money(start.minimumBalanceFen()), new Money(start.holdMaxFen()), start.activeOrdersMax());
        return new OrderService(
                orders,
                tariffs,
                parts.piles,
                parts.orderNotices::tell,
                OrderService.Settings.of(OrderTimings.BOOK, policy, settings.siteZone()),
                random,
                clock,
                orderScheduler,
                homes.orders());
    }

    @Bean
    Settler settler(
            SettlementTables settlements,
            OrderService orders,
            GatewayParts parts,
            GatewaySettings settings,
            SecureRandom random,
            InstantSource clock,
            Scheduler orderScheduler,
            MeterRegistry meters) {
        Settlement settlement =
                new Settlement(new OrderMachine(OrderTimings.BOOK), random, settings.siteZone(), StopReasons::endOf);
        return new Settler(settlements, settlement, orders, parts.orderNotices::tell, clock, orderScheduler, meters);
    }

    @Bean
    RecordIntake recordIntake(
            RecordTables records,
            UnkeptSpool unkept,
            Settler settler,
            Scheduler recordScheduler,
            MeterRegistry meters) {
        RecordIntake intake = new RecordIntake(
                records, RecordIntake.Settings.DEFAULT, unkept, settler::nudge, recordScheduler, meters);
        settler.yieldTo(intake::pressed);
        return intake;
    }

    @Bean
    TimerPoller timerPoller(
            OrderTables timers,
            OrderService orders,
            InstantSource clock,
            Scheduler orderScheduler,
            Sharing sharing,
            TimerShare share) {
        if (sharing.shared()) {
            return new TimerPoller(timers, orders::fire, share::mine, TimerShare.LOOKED_AT_MAX, clock, orderScheduler);
        }
        return new TimerPoller(timers, orders::fire, clock, orderScheduler);
    }

    @Bean
    ProgressWriter progressWriter(
            OrderTables progress, OrderService orders, GatewayParts parts, Scheduler choreScheduler) {
        return new ProgressWriter(
                progress, orders, () -> parts.calm.level().atLeast(Level.SLOWER_UPDATES), choreScheduler);
    }

    @Bean
    Bench bench(
            DecisionTables decisions,
            OrderService orders,
            GatewayParts parts,
            GatewaySettings settings,
            @Value("${ohmgate.bench.alone-up-to-fen:20000}") long aloneUpToFen,
            InstantSource clock) {
        BenchRules rules =
                new BenchRules(new OrderMachine(OrderTimings.BOOK), settings.siteZone(), new Money(aloneUpToFen));
        return new Bench(decisions, rules, orders, parts.orderNotices::tell, clock);
    }

    @Bean
    SilenceWatch silenceWatch(OrderService orders, Scheduler orderScheduler) {
        return new SilenceWatch(orders, orderScheduler);
    }

    @Bean
    Gateway gateway(GatewayParts parts, OrderService orders, RecordIntake intake, GatewaySettings settings) {
        return new Gateway(parts, orders, intake, settings.siteZone(), settings.node());
    }

    @Bean
    PileProtocol pileProtocol(GatewayParts parts, GatewaySettings settings) {
        GatewaySettings.Pile pile = settings.pile();
        YkcSettings conversation = YkcSettings.defaults(settings.siteZone())
                .withFrames(new YkcSettings.Pace(pile.framesPerSecond(), pile.framesBurst()));
        return new YkcProtocol(conversation, parts.frames).measuredBy(parts.meters);
    }

    @Bean
    PileServer pileServer(
            PileProtocol protocol,
            Gateway gateway,
            GatewayParts parts,
            GatewaySettings settings,
            MeterRegistry meters) {
        return new PileServer(
                PileServerSettings.at(settings.pile().host(), settings.pile().port())
                        .with(AcceptLimits.DEFAULT
                                .withConnections(
                                        settings.pile().connectionsPerSource(),
                                        settings.pile().connectionsPerLine())
                                .withAcceptsPerSecond(settings.pile().acceptsPerSecond())),
                protocol,
                gateway,
                parts.sessions::welcomes,
                gateway::acceptPercent,
                System::nanoTime,
                meters);
    }
}
