package io.ohmgate.api.nodes;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
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
import io.ohmgate.gateway.cluster.PileCall;
import io.ohmgate.gateway.cluster.PileOwners;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.OrderStore;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopOutcome;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.work.Detached;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Starts and stops for whoever asks, at whichever node: the whole request goes to the node that holds the pile. An answer
 * that was lost on the way is looked up by its key in the tables, never guessed. A stop that cannot reach its node is made
 * durable here, and carried out by whoever has the pile.
 */
public final class OrderRequests {
    private static final String START = "order.start";
    private static final String STOP = "order.stop";
    private static final String RAISE = "order.raise";
    /** A pile must be told within seconds; a caller's patience ends soon after. */
    static final Duration WITHIN = Duration.ofSeconds(8);

    private final OrderService orders;
    private final OrderStore store;
    private final GatewayParts gateway;
    private final Nodes nodes;
    private final NodeLink link;
    private final PileOwners owners;
    private final SessionDirectory directory;
    private final NodeJson json;
    private final LongSupplier nanos;

    public OrderRequests(
            OrderService orders,
            OrderStore store,
            GatewayParts gateway,
            Nodes nodes,
            NodeLink link,
            PileOwners owners,
            SessionDirectory directory,
            NodeJson json) {
        this.orders = orders;
        this.store = store;
        this.gateway = gateway;
        this.nodes = nodes;
        this.link = link;
        this.owners = owners;
        this.directory = directory;
        this.json = json;
        this.nanos = gateway.time.nanos();
    }

    private record StopWanted(String orderId, StopCause cause, String by) {}

    private record Stopped(boolean known, boolean over) {}

    public void serve(NodeRoutes routes) {
        owners.serve(START, this::started);
        owners.serve(STOP, this::stopped);
        routes.serve(RAISE, this::raised);
    }

    // ---- starts ----

    /** As {@link OrderService#start}, at the node that holds the pile. */
    public Mono<StartOutcome> start(StartRequest request) {
        PileNo pileNo = request.gun().pileNo();
        if (isHere(pileNo)) {
            return orders.start(request);
        }
        return Detached.from(owners.ask(pileNo, START, json.write(StartWanted.of(request)), deadline())
                .map(answer -> json.read(answer, Started.class))
                .flatMap(this::outcome)
                .onErrorResume(PileOwners.NobodyHolds.class, nobody -> orders.start(request))
                .onErrorResume(LinkFailure.class, failure -> lookedUp(request)));
    }

    private Mono<StartOutcome> outcome(Started started) {
        StartRefusal refusal = started.refusal();
        String id = started.orderId();
        if (refusal != null || id == null) {
            return refusal == null ? Mono.error(unreachable()) : Mono.just(new StartOutcome.Refused(refusal));
        }
        List<String> parts = started.parts() == null ? List.of() : started.parts();
        return store.find(new OrderId(id))
                .flatMap(order -> started.keyReused()
                        ? Mono.just(new StartOutcome.KeyReused(order))
                        : Flux.fromIterable(parts)
                                .concatMap(part -> store.find(new OrderId(part)))
                                .collectList()
                                .map(found -> new StartOutcome.Accepted(order, found, started.repeated())));
    }

    private static ProblemException unreachable() {
        return ProblemException.of(ProblemCode.NODE_UNREACHABLE);
    }

    /**
     * The pile's node did not answer. If it has opened the order, its key finds it; if not, it may do so yet, and only the
     * same key again can tell.
     */
    private Mono<StartOutcome> lookedUp(StartRequest request) {
        return orders.start(request).flatMap(outcome -> switch (outcome) {
            case StartOutcome.Accepted accepted -> Mono.just(accepted);
            case StartOutcome.KeyReused reused -> Mono.just(reused);
            case StartOutcome.Refused refused -> Mono.error(unreachable());
        });
    }

    private Mono<byte[]> started(PileCall call) {
        return orders.start(json.read(call.body(), StartWanted.class).request())
                .map(outcome -> json.write(Started.of(outcome)));
    }

    // ---- stops ----

    /** As {@link OrderService#stop}, at the node that holds the pile, or here if that node cannot be reached. */
    public Mono<StopOutcome> stop(OrderId id, StopCause cause, String by) {
        if (nodes.alone(NodeRole.GATEWAY)) {
            return orders.stop(id, cause, by);
        }
        return store.find(id).flatMap(order -> stop(order, cause, by));
    }

    private Mono<StopOutcome> stop(ChargingOrder order, StopCause cause, String by) {
        PileNo pileNo = order.gun().pileNo();
        if (isHere(pileNo)) {
            return orders.stop(order.id(), cause, by);
        }
        byte[] wanted = json.write(new StopWanted(order.id().text(), cause, by));
        return Detached.from(owners.ask(pileNo, STOP, wanted, deadline())
                .map(answer -> json.read(answer, Stopped.class))
                .filter(Stopped::known)
                .flatMap(stopped -> store.find(order.id())
                        .<StopOutcome>map(now ->
                                stopped.over() ? new StopOutcome.AlreadyOver(now) : new StopOutcome.Accepted(now)))
                .onErrorResume(
                        failure -> failure instanceof LinkFailure || failure instanceof PileOwners.NobodyHolds,
                        failure -> orders.stop(order.id(), cause, by)));
    }

    private Mono<byte[]> stopped(PileCall call) {
        StopWanted wanted = json.read(call.body(), StopWanted.class);
        return orders.stop(new OrderId(wanted.orderId()), wanted.cause(), wanted.by())
                .map(outcome -> new Stopped(true, outcome instanceof StopOutcome.AlreadyOver))
                .defaultIfEmpty(new Stopped(false, false))
                .map(json::write);
    }

    // ---- money ----

    /** As {@link OrderService#raiseHolds}, at every node that holds a pile on which the driver charges. */
    public Mono<Void> raiseHolds(long driverId) {
        if (nodes.alone(NodeRole.GATEWAY)) {
            return orders.raiseHolds(driverId);
        }
        return Detached.from(store.pilesOf(driverId)
                .collect(Collectors.toSet())
                .flatMapMany(this::holders)
                .flatMap(node -> link.ask(node, RAISE, json.write(driverId), deadline())
                        .onErrorResume(LinkFailure.class, failure -> Mono.empty()))
                .then(orders.raiseHolds(driverId)));
    }

    private Flux<NodeId> holders(Collection<PileNo> piles) {
        return piles.isEmpty()
                ? Flux.empty()
                : directory
                        .find(piles)
                        .flatMapIterable(found -> found.values().stream()
                                .map(Owner::node)
                                .filter(node -> !node.equals(nodes.self().id()))
                                .collect(Collectors.toSet()));
    }

    private Mono<byte[]> raised(NodeCall call) {
        return orders.raiseHolds(json.read(call.body(), Long.class)).thenReturn(new byte[0]);
    }

    private boolean isHere(PileNo pileNo) {
        return nodes.alone(NodeRole.GATEWAY) || gateway.sessions.current(pileNo).isPresent();
    }

    private Deadline deadline() {
        return Deadline.in(WITHIN, nanos);
    }
}
