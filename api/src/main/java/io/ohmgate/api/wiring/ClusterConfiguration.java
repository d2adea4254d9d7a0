package io.ohmgate.api.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.cluster.ClusterPresence;
import io.ohmgate.api.cluster.ClusterSecret;
import io.ohmgate.api.cluster.ClusterSettings;
import io.ohmgate.api.cluster.LinkSecret;
import io.ohmgate.api.cluster.RSocketNodeLink;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.redis.RedisConnections;
import io.ohmgate.api.redis.RedisSessions;
import io.ohmgate.api.store.ClusterTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.ClusterSessions;
import io.ohmgate.gateway.cluster.Epochs;
import io.ohmgate.gateway.cluster.Fence;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NoDirectory;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeRegistry;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.NodeState;
import io.ohmgate.gateway.cluster.PileOwners;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.cluster.SessionEntries;
import io.ohmgate.gateway.session.GatewayTime;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;

/** Several nodes as one gateway; on a single node all of it is there and does nothing. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClusterSettings.class)
class ClusterConfiguration {
    @Bean
    ClusterTables clusterTables(@Qualifier("critical") Database critical) {
        return new ClusterTables(critical);
    }

    @Bean
    Fence fence() {
        return new Fence(Fence.LEASE, System::nanoTime);
    }

    @Bean
    NodeRoutes nodeRoutes() {
        return new NodeRoutes();
    }

    @Bean
    LinkSecret linkSecret(
            ClusterSettings settings, @Value("${ohmgate.data-dir:data}") String dataDirectory, SecureRandom random) {
        return ClusterSecret.of(settings, dataDirectory, random);
    }

    @Bean
    NodeRegistry nodes(
            ClusterTables table,
            Fence fence,
            GatewaySettings settings,
            ClusterSettings cluster,
            ObjectProvider<NodeRoles> roles,
            Scheduler gatewayTimer) {
        ClusterNode self = new ClusterNode(
                new NodeId(settings.node()),
                0,
                roles.getIfAvailable(() -> NodeRoles.ALL).all(),
                cluster.host(),
                cluster.port(),
                ClusterLifecycle.version(),
                NodeState.UP);
        return new NodeRegistry(self, table, fence, GatewayTime.system(gatewayTimer));
    }

    @Bean(destroyMethod = "close")
    RSocketNodeLink nodeLink(
            NodeRegistry nodes, NodeRoutes routes, LinkSecret secret, SecureRandom random, MeterRegistry meters) {
        return new RSocketNodeLink(nodes, routes, secret, LinkLimits.BOOK, System::nanoTime, random, meters);
    }

    @Bean
    ClusterPresence clusterPresence(ClusterSettings settings, NodeRegistry nodes, RSocketNodeLink link, Fence fence) {
        return new ClusterPresence(settings, nodes, link, fence);
    }

    @Bean
    Epochs epochs(ClusterTables table, Scheduler gatewayTimer) {
        return new Epochs(table, GatewayTime.system(gatewayTimer));
    }

    @Bean
    SessionEntries sessionEntries(ObjectProvider<RedisConnections> redis, Scheduler orderScheduler) {
        RedisConnections connections = redis.getIfAvailable();
        return connections == null ? new NoDirectory() : new RedisSessions(connections, orderScheduler);
    }

    @Bean
    ClusterSessions clusterSessions(
            NodeRegistry nodes,
            RSocketNodeLink link,
            NodeRoutes routes,
            SessionEntries entries,
            ClusterTables table,
            Epochs epochs,
            Fence fence,
            LinkSecret secret,
            GatewayParts parts,
            ObjectProvider<RedisConnections> redis) {
        ClusterSessions sessions = new ClusterSessions(
                new ClusterSessions.Parts(
                        nodes,
                        link,
                        routes,
                        entries,
                        table,
                        epochs,
                        fence,
                        hello -> secret.nameOf(hello.source().getHostString() + " " + hello.simNo())),
                parts.sessions,
                parts.settings,
                parts.time,
                parts.meters);
        nodes.onBeat(sessions::beaten);
        link.onChange(sessions::lookAgain);
        redis.ifAvailable(connections -> connections.onLoss(sessions::lookAgain));
        return sessions;
    }

    @Bean
    SessionDirectory sessionDirectory(ClusterSessions sessions) {
        return sessions.directory();
    }

    @Bean
    PileOwners pileOwners(
            SessionDirectory directory, RSocketNodeLink link, NodeRoutes routes, GatewayParts parts, Fence fence) {
        return new PileOwners(directory, link, routes, parts.sessions, fence, parts.time.nanos());
    }
}
