package io.ohmgate.api.cluster;

import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.Fence;
import io.ohmgate.gateway.cluster.NodeRegistry;
import io.ohmgate.gateway.cluster.NodeState;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Joins and leaves: first the port, then the row that tells of it, then the links to those who were there before. */
public final class ClusterPresence {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterPresence.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(1);
    private static final Retry PATIENTLY = Retry.fixedDelay(30, Duration.ofMillis(500));

    private final ClusterSettings settings;
    private final NodeRegistry nodes;
    private final RSocketNodeLink link;
    private final Fence fence;
    private final Disposable.Swap beating = Disposables.swap();

    public ClusterPresence(ClusterSettings settings, NodeRegistry nodes, RSocketNodeLink link, Fence fence) {
        this.settings = settings;
        this.nodes = nodes;
        this.link = link;
        this.fence = fence;
    }

    public Mono<Void> begin() {
        return Mono.fromCallable(this::listening)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(self -> nodes.join(self).retryWhen(PATIENTLY))
                .doOnSuccess(joined -> {
                    if (settings.hasLink()) {
                        fence.guard();
                        link.connect();
                    } else if (!nodes.others().isEmpty()) {
                        LOG.atWarn()
                                .addKeyValue("nodes", nodes.others().size())
                                .log("other nodes use this database: set ohmgate.cluster.port, or piles end up on"
                                        + " two nodes");
                    }
                    beating.update(nodes.start());
                });
    }

    private ClusterNode listening() {
        ClusterNode self = nodes.self();
        String host = settings.host().isEmpty() ? OwnAddress.find() : settings.host();
        if (!settings.hasLink()) {
            return new ClusterNode(self.id(), 0, self.roles(), host, 0, self.version(), self.state());
        }
        InetSocketAddress bound = link.listen(settings.bind(), Math.max(0, settings.port()));
        LOG.atInfo()
                .addKeyValue("node", self.id())
                .addKeyValue("port", bound.getPort())
                .log("other nodes may link");
        return new ClusterNode(self.id(), 0, self.roles(), host, bound.getPort(), self.version(), self.state());
    }

    public Mono<Void> end(NodeState state) {
        return nodes.announce(state).timeout(LAST_WORD).onErrorComplete().doFinally(signal -> {
            beating.dispose();
            link.close();
        });
    }
}
