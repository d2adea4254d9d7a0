package io.ohmgate.api.db;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Connections to nothing, for a real pool. */
final class FakeConnections implements ConnectionFactory {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** A pool whose callers wait 50 ms. */
    static ConnectionPool pool(int size) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(new FakeConnections())
                .initialSize(0)
                .maxSize(size)
                .maxAcquireTime(PATIENCE)
                .acquireRetry(0)
                .build());
    }

    static Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                FakeConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, FakeConnections::answer);
    }

    private static @Nullable Object answer(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "validate" -> Mono.just(true);
            case "isAutoCommit" -> true;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" ->
                arguments != null && System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
            case "toString" -> "a connection to nothing";
            default -> Publisher.class.isAssignableFrom(method.getReturnType()) ? Mono.empty() : null;
        };
    }

    @Override
    public Mono<Connection> create() {
        return Mono.fromSupplier(FakeConnections::connection);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return () -> "nothing";
    }
}
