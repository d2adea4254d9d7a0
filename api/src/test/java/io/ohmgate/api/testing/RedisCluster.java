package io.ohmgate.api.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three masters of a Redis Cluster as processes of their own; no replicas, so a master that is gone stays gone. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisProcess> masters;

    private RedisCluster(List<RedisProcess> masters) {
        this.masters = masters;
    }

    public static RedisCluster start() {
        List<Integer> buses = IntStream.range(0, MASTERS)
                .mapToObj(i -> RedisProcess.freePort())
                .toList();
        // The bus port is named, or it would be the port plus 10,000: in the range of outgoing connections.
        List<RedisProcess> masters = buses.stream()
                .map(bus -> RedisProcess.start(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        "2000",
                        "--cluster-require-full-coverage",
                        "no",
                        "--cluster-port",
                        Integer.toString(bus)))
                .toList();
        for (int i = 0; i < MASTERS; i++) {
            int first = i * SLOTS / MASTERS;
            int last = (i + 1) * SLOTS / MASTERS - 1;
            RedisProcess master = masters.get(i);
            master.ask(redis ->
                    redis.clusterAddSlots(IntStream.rangeClosed(first, last).toArray()));
            if (i > 0) {
                masters.getFirst()
                        .say(
                                CommandType.CLUSTER,
                                "MEET",
                                "127.0.0.1",
                                Integer.toString(master.port()),
                                Integer.toString(buses.get(i)));
            }
        }
        RedisCluster cluster = new RedisCluster(masters);
        masters.forEach(cluster::awaitWhole);
        return cluster;
    }

    private void awaitWhole(RedisProcess master) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            String info = master.ask(RedisCommands::clusterInfo);
            return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
        });
    }

    public List<RedisProcess> masters() {
        return masters;
    }

    public String url() {
        return masters.stream()
                .map(master -> "127.0.0.1:" + master.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /** Gives a slot without keys to another master; clients that ask the old one are sent on. */
    public void move(int slot, RedisProcess to) {
        String id = to.ask(RedisCommands::clusterMyId);
        to.ask(redis -> redis.clusterSetSlotNode(slot, id));
        masters.stream()
                .filter(each -> each != to)
                .forEach(each -> each.ask(redis -> redis.clusterSetSlotNode(slot, id)));
    }

    /** The one that serves a slot now. */
    public RedisProcess masterOf(int slot) {
        return masters.stream()
                .filter(master -> master.ask(redis -> serves(redis, slot)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean serves(RedisCommands<String, String> redis, int slot) {
        try {
            redis.get(keyOf(slot));
            return true;
        } catch (io.lettuce.core.RedisCommandExecutionException moved) {
            return false;
        }
    }

    /** Some key of a slot. */
    public static String keyOf(int slot) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "{" + i + "}")
                .filter(key -> io.lettuce.core.cluster.SlotHash.getSlot(key) == slot)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        masters.forEach(RedisProcess::close);
    }
}
