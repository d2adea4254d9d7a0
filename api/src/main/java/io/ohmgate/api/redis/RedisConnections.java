package io.ohmgate.api.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Two connections, one that collects writes and one for questions, each made when it is first needed and tried again when
 * that failed. Once made, the client reconnects by itself, and rejects what it is asked meanwhile: a command that waited for
 * a reconnect would come late, and might come twice.
 */
final class RedisConnections implements AutoCloseable {
    static final Duration COMMAND = Duration.ofMillis(500);
    static final Duration CONNECT = Duration.ofSeconds(2);

    /** Commands on their way; above the largest batch, and an end to memory if Redis stalls. */
    static final int QUEUE_MAX = 10_000;

    private final RedisClient client;
    private final Mono<StatefulRedisConnection<String, String>> writing;
    private final Mono<StatefulRedisConnection<String, String>> reading;

    RedisConnections(String url) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(COMMAND);
        this.client = RedisClient.create();
        client.setOptions(options());
        this.writing = connecting(uri, false);
        this.reading = connecting(uri, true);
    }

    private static ClientOptions options() {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE_MAX)
                .timeoutOptions(TimeoutOptions.enabled(COMMAND))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .build())
                .build();
    }

    /** Remembers the connection it made; a failure is not remembered, so the next caller tries again. */
    private Mono<StatefulRedisConnection<String, String>> connecting(RedisURI uri, boolean autoFlush) {
        return Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, uri))
                .timeout(CONNECT.plus(COMMAND))
                .doOnNext(connection -> connection.setAutoFlushCommands(autoFlush))
                .cacheInvalidateIf(connection -> !connection.isOpen());
    }

    /** Collects what it is told until it is flushed. */
    Mono<StatefulRedisConnection<String, String>> forWriting() {
        return writing;
    }

    Mono<StatefulRedisConnection<String, String>> forReading() {
        return reading;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, COMMAND);
    }
}
