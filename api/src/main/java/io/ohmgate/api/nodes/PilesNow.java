package io.ohmgate.api.nodes;

import io.ohmgate.api.redis.GunShadow;
import io.ohmgate.api.redis.RedisLive;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.cluster.Owner;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileStatus.Presence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * Reads what piles do right now, wherever their sessions are: here from memory, elsewhere by asking the node that holds
 * them, many at a time; of piles that nobody holds, or whose node does not answer, as Redis saw them last.
 */
public final class PilesNow {
    private static final String READ = "piles.now";
    private static final String WHOLE = "gun.whole";
    static final Duration WITHIN = Duration.ofSeconds(1);
    /** A pile with its guns is some two kilobytes, and a body has one megabyte. */
    static final int ASKED_MAX = 200;

    private final GatewayParts gateway;
    private final Nodes nodes;
    private final NodeLink link;
    private final SessionDirectory directory;
    private final RedisLive shadows;
    private final NodeJson json;

    public PilesNow(
            GatewayParts gateway,
            Nodes nodes,
            NodeLink link,
            SessionDirectory directory,
            RedisLive shadows,
            NodeJson json) {
        this.gateway = gateway;
        this.nodes = nodes;
        this.link = link;
        this.directory = directory;
        this.shadows = shadows;
        this.json = json;
    }

    private record Wanted(List<PileNo> piles) {}

    private record Found(List<PileNow> piles) {}

    public void serve(NodeRoutes routes) {
        routes.serve(READ, this::read);
        routes.serve(WHOLE, this::readWhole);
    }

    private Mono<byte[]> read(NodeCall call) {
        return Mono.fromSupplier(() -> json.write(new Found(json.read(call.body(), Wanted.class).piles().stream()
                .map(pileNo -> PileNow.of(gateway, pileNo))
                .toList())));
    }

    private Mono<byte[]> readWhole(NodeCall call) {
        return Mono.fromSupplier(() -> {
            GunLive live = gateway.liveGuns.findWhole(json.read(call.body(), GunId.class));
            return live == null ? new byte[0] : json.write(live);
        });
    }

    public Mono<PileNow> of(PileNo pileNo) {
        return of(List.of(pileNo)).map(found -> found.getOrDefault(pileNo, PileNow.of(gateway, pileNo)));
    }

    /** All that were asked for. */
    public Mono<Map<PileNo, PileNow>> of(Collection<PileNo> piles) {
        Map<PileNo, PileNow> found = new HashMap<>();
        Set<PileNo> elsewhere = new HashSet<>();
        for (PileNo pileNo : piles) {
            if (isHere(pileNo)) {
                found.put(pileNo, PileNow.of(gateway, pileNo));
            } else {
                elsewhere.add(pileNo);
            }
        }
        return elsewhere.isEmpty()
                ? Mono.just(found)
                : asked(elsewhere)
                        .doOnNext(now -> found.put(now.pileNo(), now))
                        .then(Mono.defer(() -> lastSeen(elsewhere, found)));
    }

    private Flux<PileNow> asked(Set<PileNo> piles) {
        return directory.find(piles).flatMapMany(owners -> {
            Map<NodeId, List<PileNo>> byNode = new HashMap<>();
            owners.forEach((pileNo, owner) -> byNode.computeIfAbsent(owner.node(), node -> new ArrayList<>())
                    .add(pileNo));
            return Flux.fromIterable(byNode.entrySet())
                    .flatMap(one -> Flux.fromIterable(one.getValue())
                            .buffer(ASKED_MAX)
                            .concatMap(batch -> ask(one.getKey(), batch)));
        });
    }

    private Flux<PileNow> ask(NodeId node, List<PileNo> batch) {
        return link.ask(node, READ, json.write(new Wanted(batch)), deadline())
                .flatMapIterable(body -> json.read(body, Found.class).piles())
                .onErrorResume(PilesNow::isNoAnswer, failure -> Mono.empty());
    }

    private Mono<Map<PileNo, PileNow>> lastSeen(Set<PileNo> asked, Map<PileNo, PileNow> found) {
        List<PileNo> left =
                asked.stream().filter(pileNo -> !found.containsKey(pileNo)).toList();
        if (left.isEmpty()) {
            return Mono.just(found);
        }
        List<GunId> guns =
                left.stream().flatMap(pileNo -> gunsOf(pileNo).stream()).toList();
        return shadows.lastKnownGuns(guns).map(seen -> {
            for (PileNo pileNo : left) {
                List<GunLive> lives = gunsOf(pileNo).stream()
                        .map(gun -> lastSeen(gun, seen.get(gun)))
                        .toList();
                found.put(pileNo, PileNow.of(gateway, pileNo).with(Presence.OFFLINE, lives));
            }
            return found;
        });
    }

    private List<GunId> gunsOf(PileNo pileNo) {
        PileEntry entry = gateway.directory.find(pileNo);
        return entry == null ? List.of() : entry.guns();
    }

    private GunLive lastSeen(GunId gun, @Nullable GunShadow seen) {
        PileEntry entry = gateway.directory.find(gun.pileNo());
        GunLive unknown =
                GunLive.unknown(gun, entry == null ? 0 : entry.tenantId(), entry == null ? 0 : entry.stationId());
        if (seen == null) {
            return unknown;
        }
        Telemetry told = new Telemetry(null, null, null, seen.socPercent(), null, null, null, null, null);
        return new GunLive(
                gun,
                unknown.tenantId(),
                unknown.stationId(),
                seen.state(),
                seen.plugged(),
                null,
                seen.faultBits(),
                told,
                null,
                null,
                seen.asOf());
    }

    /** What the driver of the gun's charge is shown; empty if nothing is known of it. */
    public Mono<Optional<GunLive>> whole(GunId gun) {
        PileNo pileNo = gun.pileNo();
        if (isHere(pileNo)) {
            return Mono.just(Optional.ofNullable(gateway.liveGuns.findWhole(gun)));
        }
        return directory
                .find(pileNo)
                .flatMap(owner -> owner.map(found -> whole(found, gun)).orElseGet(Mono::empty))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<GunLive> whole(Owner owner, GunId gun) {
        return link.ask(owner.node(), WHOLE, json.write(gun), deadline())
                .filter(body -> body.length > 0)
                .map(body -> json.read(body, GunLive.class))
                .onErrorResume(PilesNow::isNoAnswer, failure -> Mono.empty());
    }

    private static boolean isNoAnswer(Throwable failure) {
        return failure instanceof LinkFailure || failure instanceof JacksonException;
    }

    private boolean isHere(PileNo pileNo) {
        return nodes.alone(NodeRole.GATEWAY) || gateway.sessions.current(pileNo).isPresent();
    }

    private Deadline deadline() {
        return Deadline.in(WITHIN, gateway.time.nanos());
    }
}
