package io.ohmgate.api.nodes;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.operation.OperationHome;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderHome;
import io.ohmgate.gateway.pile.PileNo;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A pile's orders and operations are at home where its session is. What is done to them elsewhere is told there; if
 * nobody holds the pile, every gateway node is told, for one may still remember it.
 */
public final class PileHomes implements OrderHome, OperationHome {
    static final String ORDER_CHANGED = "order.changed";
    static final String OPERATION_KEPT = "operation.kept";

    private final Nodes nodes;
    private final NodeLink link;
    private final SessionDirectory directory;
    private final GatewayParts gateway;
    private final NodeJson json;
    /** The epochs of the sessions whose orders were read. */
    private final ConcurrentHashMap<PileNo, Long> known = new ConcurrentHashMap<>();

    public PileHomes(Nodes nodes, NodeLink link, SessionDirectory directory, GatewayParts gateway, NodeJson json) {
        this.nodes = nodes;
        this.link = link;
        this.directory = directory;
        this.gateway = gateway;
        this.json = json;
    }

    record OrderChanged(String orderId, boolean stop) {}

    @Override
    public boolean isHere(PileNo pileNo) {
        return gateway.sessions.current(pileNo).isPresent();
    }

    @Override
    public boolean isKnown(PileNo pileNo) {
        Long epoch = known.get(pileNo);
        return epoch != null
                && gateway.sessions
                        .current(pileNo)
                        .filter(session -> session.epoch() == epoch)
                        .isPresent();
    }

    void nowKnown(SessionId session) {
        known.put(session.pileNo(), session.epoch());
    }

    void left(PileNo pileNo) {
        known.remove(pileNo);
    }

    @Override
    public void changedHere(ChargingOrder order, boolean stopWanted) {
        byte[] body = json.write(new OrderChanged(order.id().text(), stopWanted));
        tell(order.gun().pileNo(), ORDER_CHANGED, body);
    }

    @Override
    public void keptHere(PileNo pileNo) {
        tell(pileNo, OPERATION_KEPT, json.write(pileNo));
    }

    private void tell(PileNo pileNo, String route, byte[] body) {
        if (nodes.alone(NodeRole.GATEWAY)) {
            return;
        }
        directory
                .find(pileNo)
                .flatMapMany(owner -> Flux.fromIterable(
                        owner.map(found -> List.of(found.node())).orElseGet(this::otherGateways)))
                .flatMap(node -> link.tell(node, route, body).onErrorResume(unheard -> Mono.empty()))
                .subscribe();
    }

    private List<NodeId> otherGateways() {
        return nodes.others(NodeRole.GATEWAY).stream().map(ClusterNode::id).toList();
    }
}
