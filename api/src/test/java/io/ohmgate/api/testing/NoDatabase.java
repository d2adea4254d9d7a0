package io.ohmgate.api.testing;

import io.ohmgate.api.db.Database;
import io.ohmgate.api.db.Detached;
import io.ohmgate.api.db.PoolLimits;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.util.Random;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** For what needs a database to be built and none for what is tested: every connection fails. */
public final class NoDatabase implements ConnectionFactory {
    private NoDatabase() {}

    public static Database database() {
        return new Database(PoolLimits.GENERAL, new NoDatabase(), new Detached(), new Random(1));
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.error(new IllegalStateException("this test has no database"));
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return () -> "MySQL";
    }
}
