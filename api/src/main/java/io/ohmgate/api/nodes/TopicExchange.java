package io.ohmgate.api.nodes;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.live.TopicInterest;
import io.ohmgate.gateway.live.TopicMessage;
import io.ohmgate.gateway.live.TopicWish;
import io.ohmgate.gateway.order.OrderStore;
import io.ohmgate.gateway.pile.GunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;

/**
 * Live topics across nodes. Each node tells every other which topics its clients follow, and is told what happens there of
 * those: one channel for each pair of nodes and direction, whichever of them holds the pile, so that a pile may move and
 * its followers need not know. A channel that breaks is opened again and begins with how things stand.
 */
public final class TopicExchange implements TopicInterest, AutoCloseable {
    static final String TOPICS = "topics";
    private static final Logger LOG = LoggerFactory.getLogger(TopicExchange.class);

    private final GatewayParts gateway;
    private final Nodes nodes;
    private final NodeLink link;
    private final NodeJson json;
    private final Scheduler timer;
    private final ConcurrentHashMap<NodeId, TopicChannelTo> channels = new ConcurrentHashMap<>();
    private Disposable watching = () -> {};

    public TopicExchange(GatewayParts gateway, Nodes nodes, NodeLink link, NodeJson json, Scheduler timer) {
        this.gateway = gateway;
        this.nodes = nodes;
        this.link = link;
        this.json = json;
        this.timer = timer;
    }

    /** Topics that are wanted, or not any more. */
    record Wishes(List<String> wanted, List<String> unwanted) {}

    /** One message of a topic as it travels. */
    record Told(String topic, TopicMessage.Type type, Instant at, TopicData data) {}

    public void serve(NodeRoutes routes) {
        routes.channel(TOPICS, this::served);
    }

    /** From now on what other nodes do is heard of here. */
    public void join(OrderStore orders, PilesNow piles) {
        gateway.hub.joinCluster(this, alone -> new ClusterSnapshots(alone, gateway.directory, orders, piles));
    }

    /** Opens a channel to each node that is there, and to each that comes. */
    public void start() {
        watching = nodes.onChange(this::changed);
        changed(nodes.others());
    }

    private synchronized void changed(List<ClusterNode> others) {
        Set<NodeId> there = others.stream().map(ClusterNode::id).collect(Collectors.toSet());
        Set<NodeId> gone = new HashSet<>(channels.keySet());
        gone.removeAll(there);
        gone.forEach(node -> {
            TopicChannelTo channel = channels.remove(node);
            if (channel != null) {
                channel.dispose();
            }
        });
        for (NodeId node : there) {
            channels.computeIfAbsent(
                    node,
                    fresh -> new TopicChannelTo(fresh, link, gateway.hub::wanted, this::told, json, timer).open());
        }
    }

    @Override
    public void wanted(Topic topic) {
        channels.values().forEach(channel -> channel.wish(new TopicWish(topic, true)));
    }

    @Override
    public void unwanted(Topic topic) {
        channels.values().forEach(channel -> channel.wish(new TopicWish(topic, false)));
    }

    private void told(Told told) {
        Topic.parse(told.topic())
                .ifPresent(topic -> gateway.hub.happenedElsewhere(topic, told.type(), told.data(), told.at()));
    }

    // ---- the other side ----

    private Flux<byte[]> served(NodeCall call, Flux<byte[]> up) {
        Flux<TopicWish> wishes = up.concatMapIterable(body -> wishes(json.read(body, Wishes.class)));
        return gateway.hub.follow(wishes, this::here).concatMap(this::written);
    }

    private static List<TopicWish> wishes(Wishes written) {
        List<TopicWish> wishes = new ArrayList<>();
        written.unwanted()
                .forEach(text -> Topic.parse(text).ifPresent(topic -> wishes.add(new TopicWish(topic, false))));
        written.wanted().forEach(text -> Topic.parse(text).ifPresent(topic -> wishes.add(new TopicWish(topic, true))));
        return wishes;
    }

    private Mono<byte[]> written(TopicMessage message) {
        try {
            return Mono.just(
                    json.write(new Told(message.topic().text(), message.type(), message.at(), message.data())));
        } catch (JacksonException unwritable) {
            LOG.atWarn()
                    .setCause(unwritable)
                    .addKeyValue("data", message.data().getClass().getSimpleName())
                    .log("a topic's message could not be written for another node");
            return Mono.empty();
        }
    }

    /** Only of piles whose session is here; an order's row the asking node reads by itself. */
    private @Nullable TopicData here(Topic topic) {
        return switch (topic.kind()) {
            case GUN -> gun(GunId.parse(topic.id()));
            case STATION -> {
                List<GunLive> guns = gateway.liveGuns.ofStation(Long.parseLong(topic.id())).stream()
                        .filter(gun -> isHere(gun.gun()))
                        .toList();
                yield guns.isEmpty() ? null : new TopicData.StationView(Long.parseLong(topic.id()), guns);
            }
            case ORDER -> new TopicData.EventsMissed();
            case PILES, ORDERS -> null;
        };
    }

    private @Nullable TopicData gun(GunId gun) {
        GunLive live = isHere(gun) ? gateway.liveGuns.find(gun) : null;
        return live == null ? null : new TopicData.GunView(live);
    }

    private boolean isHere(GunId gun) {
        return gateway.sessions.current(gun.pileNo()).isPresent();
    }

    @Override
    public synchronized void close() {
        watching.dispose();
        channels.values().forEach(TopicChannelTo::dispose);
        channels.clear();
    }
}
