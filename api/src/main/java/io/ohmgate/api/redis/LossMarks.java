package io.ohmgate.api.redis;

import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices that Redis has lost what it had taken: a number that grows is written after each batch, to each master, and the
 * one before it asked back by the same command. A restart without data and {@code FLUSHALL} leave none; a failover that
 * lost the last second leaves an older one than was acknowledged.
 */
final class LossMarks {
    /** A mark is younger than anything it stands for. */
    private static final Duration KEPT = RedisLive.KEPT.plusHours(1);

    private static final int TAGS_TRIED_MAX = 2_000;
    private static final String ONLY = "all";

    private final String owner;
    private final Runnable lost;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private long last;

    /** @param owner a name that no other process writes under */
    LossMarks(String owner, Runnable lost) {
        this.owner = owner;
        this.lost = lost;
    }

    /** Adds the marks to a batch; one batch at a time. */
    CompletableFuture<?> addTo(RedisLine line) {
        long number = ++last;
        return CompletableFuture.allOf(tagsOf(line).stream()
                .map(tag -> mark(line.commands(), tag, number))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> mark(RedisClusterAsyncCommands<String, String> commands, String tag, long number) {
        return commands.setGet(
                        "ohmgate:mark:" + owner + ":{" + tag + "}",
                        Long.toString(number),
                        SetArgs.Builder.px(KEPT.toMillis()))
                .toCompletableFuture()
                .thenAccept(before -> judge(tag, number, before));
    }

    /** A number between the last that was acknowledged and ours is one whose answer did not reach us. */
    private void judge(String tag, long number, @Nullable String before) {
        Long known = acknowledged.put(tag, number);
        if (known != null && (before == null || Long.parseLong(before) < known)) {
            lost.run();
        }
    }

    private List<String> tagsOf(RedisLine line) {
        return switch (line) {
            case RedisLine.ToServer server -> List.of(ONLY);
            case RedisLine.ToCluster cluster -> {
                List<RedisClusterNode> masters = cluster.connection().getPartitions().stream()
                        .filter(node -> node.getRole().isUpstream() && !node.hasNoSlots())
                        .toList();
                // A node that is replaced comes back under another name, as often as it is replaced.
                tags.keySet()
                        .retainAll(masters.stream()
                                .map(RedisClusterNode::getNodeId)
                                .toList());
                yield masters.stream().map(this::tagOf).toList();
            }
        };
    }

    /** A tag whose slot that master holds: the smallest, so that a replica in its place finds the same. */
    private String tagOf(RedisClusterNode master) {
        return tags.compute(master.getNodeId(), (id, tag) -> {
            if (tag != null && master.hasSlot(SlotHash.getSlot(tag))) {
                return tag;
            }
            int number = 0;
            while (number < TAGS_TRIED_MAX && !master.hasSlot(SlotHash.getSlot(Integer.toString(number)))) {
                number++;
            }
            return Integer.toString(number);
        });
    }
}
