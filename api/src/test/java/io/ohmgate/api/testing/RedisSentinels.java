package io.ohmgate.api.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A master, its replica and three Sentinels as processes of their own; they fail over within some seconds. */
public final class RedisSentinels implements AutoCloseable {
    private static final String NAME = "ohmgate";
    private static final int SENTINELS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisProcess> servers;
    private final List<RedisProcess> sentinels;

    private RedisSentinels(List<RedisProcess> servers, List<RedisProcess> sentinels) {
        this.servers = servers;
        this.sentinels = sentinels;
    }

    public static RedisSentinels start() {
        RedisProcess master = RedisProcess.start("--repl-diskless-sync-delay", "0");
        RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + master.port());
        await().atMost(PATIENCE)
                .until(() -> replica.ask(redis -> redis.info("replication")).contains("master_link_status:up"));
        List<RedisProcess> sentinels = IntStream.range(0, SENTINELS)
                .mapToObj(i -> RedisProcess.startConfigured(
                        RedisProcess.freePort(), """
                            bind 127.0.0.1
                            sentinel monitor %1$s 127.0.0.1 %2$d 2
                            sentinel down-after-milliseconds %1$s 1000
                            sentinel failover-timeout %1$s 5000
                            """.formatted(NAME, master.port()), "--sentinel"))
                .toList();
        RedisSentinels set = new RedisSentinels(List.of(master, replica), sentinels);
        sentinels.forEach(sentinel -> await().atMost(PATIENCE)
                .until(() ->
                        sentinel.ask(redis -> redis.info("sentinel")).contains("slaves=1,sentinels=" + SENTINELS)));
        return set;
    }

    public String url() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
    }

    /** The server that takes writes now. */
    public RedisProcess master() {
        return servers.stream()
                .filter(server -> server.ask(redis -> redis.info("replication")).contains("role:master"))
                .findFirst()
                .orElseThrow();
    }

    /** The one that follows it. */
    public RedisProcess replica() {
        RedisProcess master = master();
        return servers.stream().filter(server -> server != master).findFirst().orElseThrow();
    }

    public List<RedisProcess> sentinels() {
        return sentinels;
    }

    /** Asks for a failover in words, as a person does; the old master becomes the replica. */
    public void failOver() {
        sentinels.getFirst().say(CommandType.SENTINEL, "FAILOVER", NAME);
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        servers.forEach(RedisProcess::close);
    }
}
