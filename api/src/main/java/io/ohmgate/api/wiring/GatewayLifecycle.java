package io.ohmgate.api.wiring;

import io.ohmgate.api.metrics.LoopLag;
import io.ohmgate.api.nodes.Sharing;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.gateway.Gateway;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.calm.LagProbes;
import io.ohmgate.gateway.campaign.CampaignRunner;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.link.PileProtocol;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.ProgressWriter;
import io.ohmgate.gateway.order.SilenceWatch;
import io.ohmgate.gateway.order.TimerPoller;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.record.Settler;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.spool.UnkeptSpool;
import io.ohmgate.gateway.tcp.PileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.util.retry.Retry;

/**
 * Piles are let in last and shown out first. Before the first login everything they refer to is in memory: the allow-list
 * and the orders that still run. At the end nobody new is let in, records under way are confirmed, then the sessions close.
 */
@Component
final class GatewayLifecycle implements SmartLifecycle {
    /** After the migrations, before the HTTP server opens. */
    static final int PHASE = DEFAULT_PHASE - 4096;

    private static final String LOOPS = "piles";
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLifecycle.class);
    private static final Duration LOAD_MAX = Duration.ofSeconds(60);
    /** The first connection of a pool on a busy machine takes longer than a request would wait for it. */
    private static final Retry PATIENTLY = Retry.fixedDelay(30, Duration.ofMillis(500));

    private static final Duration BIND_MAX = Duration.ofSeconds(5);

    private final PileTables piles;
    private final TrustTables trust;
    private final GatewayParts parts;
    private final PileDirectory directory;
    private final OrderService orders;
    private final Gateway gateway;
    private final PileServer server;
    private final RecordIntake intake;
    private final UnkeptSpool unkept;
    private final PileProtocol protocol;
    private final Settler settler;
    private final TimerPoller timers;
    private final ProgressWriter progress;
    private final SilenceWatch silence;
    private final OperationDesk operations;
    private final CampaignRunner campaigns;
    private final LoopLag lag;
    private final LagProbes probes;
    private final DrainSettings drain;
    private final NodeRoles roles;
    private final Sharing sharing;
    private final NodesTogether together;
    private final ConfigurableEnvironment environment;
    private Disposable lookingAtOperations = Disposables.disposed();
    private @Nullable LoopResources loops;
    private volatile @Nullable DisposableServer bound;
    private volatile boolean running;

    GatewayLifecycle(
            PileTables piles,
            TrustTables trust,
            GatewayParts parts,
            PileDirectory directory,
            OrderService orders,
            Gateway gateway,
            PileServer server,
            RecordIntake intake,
            UnkeptSpool unkept,
            PileProtocol protocol,
            Settler settler,
            TimerPoller timers,
            ProgressWriter progress,
            SilenceWatch silence,
            OperationDesk operations,
            CampaignRunner campaigns,
            LoopLag lag,
            LagProbes probes,
            DrainSettings drain,
            ObjectProvider<DefaultLifecycleProcessor> lifecycle,
            NodeRoles roles,
            Sharing sharing,
            NodesTogether together,
            ConfigurableEnvironment environment) {
        this.roles = roles;
        this.sharing = sharing;
        this.together = together;
        this.piles = piles;
        this.trust = trust;
        this.parts = parts;
        this.directory = directory;
        this.orders = orders;
        this.gateway = gateway;
        this.server = server;
        this.intake = intake;
        this.unkept = unkept;
        this.protocol = protocol;
        this.settler = settler;
        this.timers = timers;
        this.progress = progress;
        this.silence = silence;
        this.operations = operations;
        this.campaigns = campaigns;
        this.lag = lag;
        this.probes = probes;
        this.drain = drain;
        lifecycle.ifAvailable(processor ->
                processor.setTimeoutForShutdownPhase(PHASE, drain.longest().toMillis()));
        this.environment = environment;
    }

    @Override
    public void start() {
        // The starting thread may wait: nothing is served yet.
        Long known = directory
                .load(piles)
                .retryWhen(PATIENTLY)
                .blockOptional(LOAD_MAX)
                .orElse(0L);
        trust.all()
                .doOnNext(pile -> parts.sessions.restore(pile.pileNo(), pile.binding(), pile.lockedAt() != null))
                .then()
                .retryWhen(PATIENTLY)
                .block(LOAD_MAX);
        if (!sharing.shared()) {
            // Of piles that may log in elsewhere as well, each login brings its own.
            orders.recover().retryWhen(PATIENTLY).blockOptional(LOAD_MAX);
            operations.recover().retryWhen(PATIENTLY).blockOptional(LOAD_MAX);
        }
        running = true;
        together.start();
        gateway.start();
        if (roles.has(NodeRole.JOBS)) {
            campaigns.start();
        }
        if (roles.has(NodeRole.JOBS) || roles.has(NodeRole.GATEWAY)) {
            settler.start();
            timers.start();
        }
        replay();
        if (roles.has(NodeRole.GATEWAY)) {
            progress.start();
            silence.start();
            lookingAtOperations = operations.start();
            open(known);
        }
    }

    private void open(long known) {
        loops = LoopResources.create(LOOPS, LoopResources.DEFAULT_IO_WORKER_COUNT, true);
        lag.watch(LOOPS, loops);
        probes.watch(LOOPS, loops.onServer(LoopResources.DEFAULT_NATIVE));
        bound = server.bind(loops).blockOptional(BIND_MAX).orElseThrow();
        int port = ((InetSocketAddress) bound.address()).getPort();
        environment.getPropertySources().addFirst(new MapPropertySource("pileServer", Map.of("local.pile.port", port)));
        LOG.atInfo().addKeyValue("port", port).addKeyValue("piles", known).log("piles may dial in");
    }

    /** Before the piles, so that what they repeat meets what is there. */
    private void replay() {
        try {
            unkept.replay(intake, Map.of(protocol.name(), protocol));
        } catch (IOException e) {
            throw new UncheckedIOException("the record spool cannot be read", e);
        }
    }

    @Override
    public void stop(Runnable done) {
        Mono.fromRunnable(() -> {
                    DisposableServer server = bound;
                    if (server != null) {
                        server.dispose();
                    }
                })
                .then(gateway.stop(drain.drain()))
                .then(intake.close().timeout(drain.acks()).onErrorComplete())
                .doFinally(signal -> {
                    timers.dispose();
                    settler.dispose();
                    progress.dispose();
                    silence.dispose();
                    lookingAtOperations.dispose();
                    campaigns.dispose();
                    probes.forget(LOOPS);
                    if (loops != null) {
                        loops.dispose();
                    }
                    bound = null;
                    running = false;
                    done.run();
                })
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Whether piles may dial in. */
    boolean takesPiles() {
        return bound != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
