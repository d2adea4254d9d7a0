package io.ohmgate.api.wiring;

import io.ohmgate.api.boot.Roles;
import io.ohmgate.api.card.StartRulesOfStations;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.nodes.AllowListNews;
import io.ohmgate.api.nodes.ApiRole;
import io.ohmgate.api.nodes.JobClaims;
import io.ohmgate.api.nodes.NodeJson;
import io.ohmgate.api.nodes.OperationRound;
import io.ohmgate.api.nodes.OrderRequests;
import io.ohmgate.api.nodes.PileArrivals;
import io.ohmgate.api.nodes.PileForwarding;
import io.ohmgate.api.nodes.PileHomes;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.nodes.Sharing;
import io.ohmgate.api.nodes.TimerShare;
import io.ohmgate.api.nodes.TopicExchange;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.api.redis.RedisLive;
import io.ohmgate.api.store.JobTables;
import io.ohmgate.api.store.OrderTables;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.TrustTables;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRoles;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.cluster.PileOwners;
import io.ohmgate.gateway.cluster.SessionDirectory;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationHome;
import io.ohmgate.gateway.order.OrderHome;
import io.ohmgate.gateway.order.OrderService;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.core.scheduler.Scheduler;

/** What this node does, and how it does it together with others. */
@Configuration(proxyBeanMethods = false)
class NodesConfiguration {
    @Bean
    NodeRoles nodeRoles(Environment environment) {
        return Roles.of(environment);
    }

    @Bean
    Sharing sharing(@Value("${ohmgate.cluster.port:0}") int port) {
        return new Sharing(port > 0);
    }

    @Bean
    NodeJson nodeJson() {
        return new NodeJson();
    }

    @Bean
    PileHomes pileHomes(Nodes nodes, NodeLink link, SessionDirectory directory, GatewayParts parts, NodeJson nodeJson) {
        return new PileHomes(nodes, link, directory, parts, nodeJson);
    }

    @Bean
    OrderHomes homes(Sharing sharing, PileHomes pileHomes) {
        return sharing.shared()
                ? new OrderHomes(pileHomes, pileHomes)
                : new OrderHomes(OrderHome.ALONE, OperationHome.ALONE);
    }

    /** Who keeps what in memory. */
    record OrderHomes(OrderHome orders, OperationHome operations) {}

    @Bean(destroyMethod = "close")
    PileArrivals pileArrivals(
            Sharing sharing,
            GatewayParts parts,
            OrderService orders,
            OperationDesk operations,
            PileHomes pileHomes,
            NodeRoutes routes,
            NodeJson nodeJson,
            Scheduler orderScheduler) {
        PileArrivals arrivals = new PileArrivals(parts, orders, operations, pileHomes, nodeJson, orderScheduler);
        if (sharing.shared()) {
            arrivals.start(routes);
        }
        return arrivals;
    }

    @Bean
    PilesNow pilesNow(
            GatewayParts parts,
            Nodes nodes,
            NodeLink link,
            SessionDirectory directory,
            RedisLive shadows,
            NodeRoutes routes,
            NodeJson nodeJson) {
        PilesNow piles = new PilesNow(parts, nodes, link, directory, shadows, nodeJson);
        piles.serve(routes);
        return piles;
    }

    @Bean
    OrderRequests orderRequests(
            OrderService orders,
            OrderTables tables,
            GatewayParts parts,
            Nodes nodes,
            NodeLink link,
            PileOwners owners,
            SessionDirectory directory,
            NodeRoutes routes,
            NodeJson nodeJson) {
        OrderRequests requests = new OrderRequests(orders, tables, parts, nodes, link, owners, directory, nodeJson);
        requests.serve(routes);
        return requests;
    }

    @Bean(destroyMethod = "close")
    TopicExchange topicExchange(
            Sharing sharing,
            GatewayParts parts,
            OrderTables orders,
            PilesNow pilesNow,
            Nodes nodes,
            NodeLink link,
            NodeRoutes routes,
            NodeJson nodeJson,
            Scheduler gatewayTimer) {
        TopicExchange topics = new TopicExchange(parts, nodes, link, nodeJson, gatewayTimer);
        if (sharing.shared()) {
            topics.serve(routes);
            topics.join(orders, pilesNow);
        }
        return topics;
    }

    @Bean(destroyMethod = "close")
    AllowListNews allowListNews(
            PileTables piles,
            TrustTables trust,
            StartRulesOfStations stations,
            GatewayParts parts,
            Nodes nodes,
            NodeLink link,
            NodeRoutes routes,
            NodeJson nodeJson,
            Scheduler orderScheduler) {
        AllowListNews news =
                new AllowListNews(piles, trust, stations.capacities(), parts, nodes, link, nodeJson, orderScheduler);
        news.serve(routes);
        return news;
    }

    @Bean
    TimerShare timerShare(
            OrderTables orders, GatewayParts parts, SessionDirectory directory, NodeRoles roles, InstantSource clock) {
        return new TimerShare(orders, parts, directory, roles, clock);
    }

    @Bean
    JobClaims jobClaims(
            @Qualifier("general") Database general,
            Nodes nodes,
            NodeRoles roles,
            Sharing sharing,
            InstantSource clock) {
        return new JobClaims(new JobTables(general, clock), nodes, roles, sharing);
    }

    @Bean(destroyMethod = "close")
    OperationRound operationRound(
            OperationDesk operations, SessionDirectory directory, JobClaims claims, Scheduler orderScheduler) {
        return new OperationRound(operations, directory, claims, orderScheduler);
    }

    @Bean
    PileForwarding pileForwarding(
            GatewayParts parts,
            Nodes nodes,
            PileOwners owners,
            ObjectProvider<HttpHandler> handler,
            ProblemWriter problems,
            NodeJson nodeJson) {
        PileForwarding forwarding = new PileForwarding(parts, nodes, owners, handler, problems, nodeJson);
        forwarding.serve();
        return forwarding;
    }

    @Bean
    ApiRole apiRole(NodeRoles roles, ProblemWriter problems) {
        return new ApiRole(roles, problems);
    }
}
