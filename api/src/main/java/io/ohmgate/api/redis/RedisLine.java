package io.ohmgate.api.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One way into Redis, of whichever form it is. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // Pongs are collected by a future of their own, and nobody waits for a line to be
// closed.
sealed interface RedisLine {
    /** What can be asked of every form. */
    RedisClusterAsyncCommands<String, String> commands();

    StatefulConnection<String, String> connection();

    /** Asks every server this line writes to; fails if none of them answers. */
    CompletableFuture<?> ping();

    /** Whether a command can be sent on to another server after it was flushed, and then wants flushing again. */
    boolean redirects();

    default boolean isOpen() {
        return connection().isOpen();
    }

    default void flush() {
        connection().flushCommands();
    }

    default void close() {
        connection().closeAsync();
    }

    /** To one server, or to the one that the Sentinels name at each dialling. */
    record ToServer(StatefulRedisConnection<String, String> connection) implements RedisLine {
        @Override
        public RedisClusterAsyncCommands<String, String> commands() {
            return connection.async();
        }

        @Override
        public CompletableFuture<?> ping() {
            CompletableFuture<String> answer = connection.async().ping().toCompletableFuture();
            flush();
            return answer;
        }

        @Override
        public boolean redirects() {
            return false;
        }
    }

    /** To each master of a cluster, dialled when it is first needed. */
    record ToCluster(StatefulRedisClusterConnection<String, String> connection) implements RedisLine {
        @Override
        public RedisClusterAsyncCommands<String, String> commands() {
            return connection.async();
        }

        /** By host and port, which is the connection that commands take; by node id it would be another one. */
        @Override
        public CompletableFuture<?> ping() {
            List<CompletableFuture<String>> answers = connection.getPartitions().stream()
                    .filter(node -> node.getRole().isUpstream())
                    .map(RedisClusterNode::getUri)
                    .map(uri -> connection
                            .getConnectionAsync(uri.getHost(), uri.getPort())
                            .thenCompose(server -> {
                                CompletableFuture<String> answer =
                                        server.async().ping().toCompletableFuture();
                                server.flushCommands();
                                return answer;
                            }))
                    .toList();
            CompletableFuture<Object> any = new CompletableFuture<>();
            answers.forEach(answer -> answer.thenAccept(any::complete));
            CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                    .whenComplete((all, failure) -> {
                        if (failure != null) {
                            any.completeExceptionally(failure);
                        }
                    });
            return any;
        }

        @Override
        public boolean redirects() {
            return true;
        }
    }
}
