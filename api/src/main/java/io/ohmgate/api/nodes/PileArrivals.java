package io.ohmgate.api.nodes;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.Arrivals;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.work.Gathering;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Piles come from another node and go to another one. With a login come the pile's unfinished orders and open operations,
 * read for many piles at a time; they go when another node has taken the pile. What other nodes do to them is heard here.
 */
public final class PileArrivals implements Arrivals, AutoCloseable {
    private final GatewayParts gateway;
    private final OrderService orders;
    private final OperationDesk operations;
    private final PileHomes homes;
    private final NodeJson json;
    private final Gathering<Arrival> waiting;

    private record Arrival(SessionId session, Runnable then) {}

    public PileArrivals(
            GatewayParts gateway,
            OrderService orders,
            OperationDesk operations,
            PileHomes homes,
            NodeJson json,
            Scheduler scheduler) {
        this.gateway = gateway;
        this.orders = orders;
        this.operations = operations;
        this.homes = homes;
        this.json = json;
        this.waiting = new Gathering<>("orders of piles that arrive", scheduler, this::read);
    }

    /** From now on logins wait for their orders. */
    public void start(NodeRoutes routes) {
        routes.hear(PileHomes.ORDER_CHANGED, this::orderChanged);
        routes.hear(PileHomes.OPERATION_KEPT, this::operationKept);
        gateway.sessions.onMoved(this::left);
        gateway.arrivals = this;
        waiting.start();
    }

    @Override
    public void arrived(SessionId session, Runnable then) {
        waiting.add(new Arrival(session, then));
    }

    private Mono<Void> read(List<Arrival> batch) {
        List<Arrival> here = batch.stream()
                .filter(one -> gateway.sessions.isCurrent(one.session()))
                .toList();
        Set<PileNo> piles = here.stream().map(one -> one.session().pileNo()).collect(Collectors.toSet());
        if (piles.isEmpty()) {
            return Mono.empty();
        }
        return orders.arrived(piles)
                .then(operations.arrived(piles))
                .then(Mono.fromRunnable(() -> here.forEach(this::isKnown)));
    }

    private void isKnown(Arrival arrival) {
        homes.nowKnown(arrival.session());
        PileEntry entry = gateway.directory.find(arrival.session().pileNo());
        if (entry != null) {
            entry.guns().forEach(this::refresh);
        }
        arrival.then().run();
    }

    private void refresh(GunId gun) {
        gateway.liveGuns.refresh(gun, orders.runningOn(gun).orElse(null));
    }

    private void left(SessionId session) {
        PileNo pileNo = session.pileNo();
        homes.left(pileNo);
        orders.left(pileNo);
        operations.left(pileNo);
    }

    private Mono<Void> orderChanged(NodeCall call) {
        PileHomes.OrderChanged changed = json.read(call.body(), PileHomes.OrderChanged.class);
        return orders.changedElsewhere(new OrderId(changed.orderId()), changed.stop())
                .doOnNext(order -> refresh(order.gun()))
                .then();
    }

    private Mono<Void> operationKept(NodeCall call) {
        return operations.arrived(Set.of(json.read(call.body(), PileNo.class)));
    }

    @Override
    public void close() {
        waiting.dispose();
    }
}
