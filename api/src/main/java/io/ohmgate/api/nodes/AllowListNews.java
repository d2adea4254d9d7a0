package io.ohmgate.api.nodes;

import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What staff change of piles reaches every node: at once over the link, and at the latest by reading all of it again every
 * {@link #READ_AGAIN}, whatever was lost on the way (invariants F6).
 */
public final class AllowListNews implements AutoCloseable {
    private static final String CHANGED = "piles.changed";
    /** Piles in one message. */
    private static final int TOLD_MAX = 5_000;

    public static final Duration READ_AGAIN = Duration.ofSeconds(45);

    private final PileTables piles;
    private final TrustTables trust;
    private final Mono<Map<Long, Integer>> capacities;
    private final GatewayParts gateway;
    private final Nodes nodes;
    private final NodeLink link;
    private final NodeJson json;
    private final PollLoop again;

    /** What was changed: piles of a tenant, a whole station's, or what is said of stations themselves. */
    record Changed(
            long tenantId, List<PileNo> piles, @Nullable Long stationId) {}

    /** {@code capacities} reads what stations may promise. */
    public AllowListNews(
            PileTables piles,
            TrustTables trust,
            Mono<Map<Long, Integer>> capacities,
            GatewayParts gateway,
            Nodes nodes,
            NodeLink link,
            NodeJson json,
            Scheduler scheduler) {
        this.piles = piles;
        this.trust = trust;
        this.capacities = capacities;
        this.gateway = gateway;
        this.nodes = nodes;
        this.link = link;
        this.json = json;
        this.again = new PollLoop(
                "allow-list", READ_AGAIN, scheduler, Mono.defer(this::readAll).thenReturn(false));
    }

    public void serve(NodeRoutes routes) {
        routes.hear(CHANGED, this::heard);
    }

    /** Not on a node that is alone: what it knows it was told itself. */
    public void start() {
        again.start();
    }

    /** Tells the other nodes what was changed here and is committed. Returns at once. */
    public void changed(long tenantId, Set<PileNo> changed) {
        if (!nodes.others().isEmpty()) {
            Flux.fromIterable(changed).buffer(TOLD_MAX).subscribe(some -> tell(new Changed(tenantId, some, null)));
        }
    }

    public void stationChanged(long tenantId, long stationId) {
        tell(new Changed(tenantId, List.of(), stationId));
    }

    private void tell(Changed changed) {
        byte[] body = json.write(changed);
        Flux.fromIterable(nodes.others())
                .flatMap(node -> link.tell(node.id(), CHANGED, body).onErrorResume(unheard -> Mono.empty()))
                .subscribe();
    }

    private Mono<Void> heard(NodeCall call) {
        Changed changed = json.read(call.body(), Changed.class);
        Long station = changed.stationId();
        Scope.Operator scope = new Scope.Platform(changed.tenantId());
        Flux<PileEntry> entries = station == null
                ? piles.entries(scope, Set.copyOf(changed.piles()))
                : piles.entriesOfStation(scope, station);
        return entries.doOnNext(gateway.directory::put)
                .thenMany(Flux.fromIterable(changed.piles()))
                .concatMap(pileNo -> trust.find(scope, pileNo))
                .doOnNext(this::trusted)
                .then(capacities());
    }

    private Mono<Void> readAll() {
        Set<PileNo> there = new HashSet<>();
        return piles.all()
                .doOnNext(entry -> {
                    gateway.directory.put(entry);
                    there.add(entry.pileNo());
                })
                .then(Mono.fromRunnable(() -> forget(there)))
                .thenMany(trust.all())
                .filter(this::isNoNewerHere)
                .doOnNext(this::trusted)
                .then(capacities());
    }

    /** What a login has just taught this node may not be written yet. */
    private boolean isNoNewerHere(TrustTables.Known pile) {
        return pile.binding() != null || gateway.sessions.current(pile.pileNo()).isEmpty();
    }

    private void forget(Set<PileNo> there) {
        Set<PileNo> removed = new HashSet<>();
        gateway.directory.all().forEach(entry -> removed.add(entry.pileNo()));
        removed.removeAll(there);
        removed.forEach(gateway.directory::remove);
    }

    private void trusted(TrustTables.Known pile) {
        Binding known = gateway.sessions.bindingOf(pile.pileNo());
        if (!Objects.equals(known, pile.binding())) {
            gateway.sessions.bind(pile.pileNo(), pile.binding());
        }
        gateway.sessions.lockedElsewhere(pile.pileNo(), pile.lockedAt() != null);
    }

    private Mono<Void> capacities() {
        return capacities.doOnNext(gateway.capacities::replace).then();
    }

    @Override
    public void close() {
        again.dispose();
    }
}
