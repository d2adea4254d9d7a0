package io.ohmgate.api.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.ohmgate.api.redis.RedisAddress.Place;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes {@link RedisLine}s to an address, with the options that all of them share. */
record RedisDialer(AbstractRedisClient client, Supplier<CompletableFuture<RedisLine>> dialling) {
    /** How often a cluster is asked who holds which slots, if nothing has hinted at a change before. */
    private static final Duration TOPOLOGY = Duration.ofSeconds(10);

    /** Hints at a change (MOVED, a reconnect that fails: all of them count by default) are followed at most this often. */
    private static final Duration TOPOLOGY_HINTS = Duration.ofSeconds(1);

    private static final int TOPOLOGY_ATTEMPTS = 1;

    static RedisDialer of(RedisAddress address, ClientResources resources) {
        return switch (address.form()) {
            case SINGLE -> toServer(uri(address, address.places().getFirst()), resources);
            case SENTINEL -> toServer(sentinels(address), resources);
            case CLUSTER ->
                toCluster(
                        address.places().stream()
                                .map(place -> uri(address, place))
                                .toList(),
                        resources);
        };
    }

    private static RedisDialer toServer(RedisURI uri, ClientResources resources) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(common(ClientOptions.builder()).build());
        return new RedisDialer(
                client,
                () -> client.connectAsync(StringCodec.UTF8, uri)
                        .<RedisLine>thenApply(RedisLine.ToServer::new)
                        .toCompletableFuture());
    }

    private static RedisDialer toCluster(List<RedisURI> seeds, ClientResources resources) {
        RedisClusterClient client = RedisClusterClient.create(resources, seeds);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY)
                        .adaptiveRefreshTriggersTimeout(TOPOLOGY_HINTS)
                        .refreshTriggersReconnectAttempts(TOPOLOGY_ATTEMPTS)
                        .build());
        common(options);
        client.setOptions(options.build());
        return new RedisDialer(
                client,
                () -> client.refreshPartitionsAsync()
                        .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                        .<RedisLine>thenApply(RedisLine.ToCluster::new)
                        .toCompletableFuture());
    }

    /**
     * Nothing waits for a reconnect, neither what is asked while the connection is down nor what was on its way when it
     * went down: a command that waited would come late, and one that is sent again might count twice.
     */
    private static <B extends ClientOptions.Builder> B common(B options) {
        options.autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(RedisConnections.QUEUE_MAX)
                .timeoutOptions(TimeoutOptions.enabled(RedisConnections.COMMAND))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(RedisConnections.CONNECT)
                        .keepAlive(true)
                        .build());
        return options;
    }

    private static RedisURI uri(RedisAddress address, Place place) {
        RedisURI uri = RedisURI.create(place.host(), place.port());
        uri.setSsl(address.tls());
        uri.setVerifyPeer(true);
        uri.setDatabase(address.database());
        uri.setTimeout(RedisConnections.COMMAND);
        letIn(uri, address.user(), address.password());
        return uri;
    }

    private static RedisURI sentinels(RedisAddress address) {
        RedisURI uri = new RedisURI();
        uri.setSsl(address.tls());
        uri.setVerifyPeer(true);
        uri.setDatabase(address.database());
        uri.setTimeout(RedisConnections.COMMAND);
        uri.setSentinelMasterId(Objects.requireNonNull(address.master()));
        letIn(uri, address.user(), address.password());
        for (Place place : address.places()) {
            RedisURI sentinel = RedisURI.create(place.host(), place.port());
            sentinel.setSsl(address.tls());
            sentinel.setVerifyPeer(true);
            sentinel.setTimeout(RedisConnections.COMMAND);
            letIn(sentinel, null, address.sentinelPassword());
            uri.getSentinels().add(sentinel);
        }
        return uri;
    }

    private static void letIn(RedisURI uri, @Nullable String user, @Nullable String password) {
        if (password != null) {
            RedisCredentialsProvider credentials = new StaticCredentialsProvider(user, password.toCharArray());
            uri.setCredentialsProvider(credentials);
        }
    }
}
