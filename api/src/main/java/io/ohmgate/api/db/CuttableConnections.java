package io.ohmgate.api.db;

import io.asyncer.r2dbc.mysql.MySqlConnectionConfiguration;
import io.asyncer.r2dbc.mysql.MySqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.IsolationLevel;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Opens connections as this product wants them: UTC, strict, READ COMMITTED, and each on a {@link Wire} of its own. */
final class CuttableConnections implements ConnectionFactory {
    /** What every server must refuse, whatever its own configuration says: a truncated value is a lost value. */
    private static final String SQL_MODE =
            "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

    private final DatabaseSettings settings;
    private final PoolLimits limits;
    private final LoopResources loops;
    private final ReconnectPace pace;
    private final ConnectionFactoryMetadata metadata;

    CuttableConnections(DatabaseSettings settings, PoolLimits limits, LoopResources loops) {
        this.settings = settings;
        this.limits = limits;
        this.loops = loops;
        this.pace = new ReconnectPace(
                PoolLimits.RECONNECTS_PER_SECOND, limits.size(), System::nanoTime, Schedulers.parallel());
        this.metadata = factoryOn(new Wire(loops)).getMetadata();
    }

    @Override
    public Mono<Connection> create() {
        return pace.turn().then(Mono.defer(() -> {
            Wire wire = new Wire(loops);
            return factoryOn(wire)
                    .create()
                    .flatMap(driver -> driver.setTransactionIsolationLevel(IsolationLevel.READ_COMMITTED)
                            .thenReturn(driver))
                    .<Connection>map(driver -> new CuttableConnection(driver, wire, limits))
                    .doOnError(failure -> wire.cut())
                    .doOnCancel(wire::cut);
        }));
    }

    private MySqlConnectionFactory factoryOn(Wire wire) {
        DatabaseAddress address = settings.address();
        return MySqlConnectionFactory.from(MySqlConnectionConfiguration.builder()
                .host(address.host())
                .port(address.port())
                .database(address.schema())
                .user(settings.user())
                .password(settings.password())
                .sslMode(settings.sslMode())
                .connectTimeout(PoolLimits.CONNECT)
                .tcpKeepAlive(true)
                .tcpNoDelay(true)
                // Otherwise an Instant is stored in the zone of whichever machine runs us.
                .connectionTimeZone("UTC")
                .forceConnectionTimeZoneToSession(true)
                .sessionVariables(SQL_MODE)
                .lockWaitTimeout(limits.lockWait())
                .statementTimeout(limits.lease())
                .autodetectExtensions(false)
                .loopResources(wire)
                .build());
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return metadata;
    }
}
