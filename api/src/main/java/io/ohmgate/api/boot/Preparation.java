package io.ohmgate.api.boot;

import io.ohmgate.api.db.DatabaseAddress;
import io.ohmgate.api.db.DatabaseArrival;
import io.ohmgate.api.embedded.Account;
import io.ohmgate.api.embedded.EmbeddedServers;
import io.ohmgate.api.embedded.LocalPorts;
import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.api.redis.RedisAddress;
import io.ohmgate.gateway.cluster.NodeRoles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * What happens between reading the configuration and building the application: the cheap refusals first (data directory,
 * ports), then the embedded servers are sent on their way, and the application learns where they will be.
 */
final class Preparation implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final String SCHEMA = "ohmgate";
    private static final String DB_URL = "ohmgate.db.url";
    private static final String REDIS_URL = "ohmgate.redis.url";
    private static final int MARIADB_PORT = 23306;
    private static final int REDIS_PORT = 26379;
    private static final int BUFFER_POOL_MEBIBYTES = 128;
    private static final int REDIS_MEBIBYTES = 128;

    @Override
    public int getOrder() {
        // After the configuration files are read.
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        NodeRoles roles = Roles.of(environment);
        boolean ownDatabase = environment.containsProperty(DB_URL);
        boolean ownRedis = environment.containsProperty(REDIS_URL);
        if (environment.matchesProfiles("production")) {
            requireProduction(environment, ownDatabase, ownRedis);
        }
        if (ownDatabase) {
            DatabaseAddress.parse(environment.getRequiredProperty(DB_URL));
        }
        @Nullable RedisAddress redis = ownRedis ? RedisAddress.parse(environment.getRequiredProperty(REDIS_URL)) : null;
        DataDirectory data = DataDirectory.lock(Path.of(environment.getProperty("ohmgate.data-dir", "data")));
        requirePorts(environment, roles);
        if (!ownDatabase || !ownRedis) {
            startEmbedded(event.getSpringApplication(), environment, data, ownDatabase, ownRedis);
        }
        if (redis != null) {
            requireUsable(redis, environment.matchesProfiles("production"));
        }
    }

    /**
     * A Redis that is away is most often a wrong address, which should be told at once; but in production a node must come
     * back during an outage of Redis, for nothing that piles need depends on it. What it answers counts everywhere.
     */
    private static void requireUsable(RedisAddress redis, boolean production) {
        try {
            RedisProbe.requireUsable(redis);
        } catch (StartupFailure failure) {
            if (!production || failure.problem() != StartupProblem.REDIS_UNREACHABLE) {
                throw failure;
            }
            LOG.atWarn()
                    .addKeyValue("redis", redis)
                    .log("Redis does not answer; starting without it, live values on other nodes are stale until it"
                            + " does");
        }
    }

    private static void requireProduction(Environment environment, boolean ownDatabase, boolean ownRedis) {
        if (!ownDatabase || !ownRedis) {
            throw StartupProblem.PRODUCTION_EMBEDDED.with(ownDatabase ? "OHMGATE_REDIS_URL" : "OHMGATE_DB_URL");
        }
        if (environment.getProperty("ohmgate.demo.enabled", Boolean.class, false)) {
            throw StartupProblem.PRODUCTION_DEMO.with();
        }
    }

    private static void requirePorts(Environment environment, NodeRoles roles) {
        InetAddress address = environment.getProperty("server.address", InetAddress.class);
        for (PublicPort port : PublicPort.values()) {
            int number = port.number(environment);
            if (port.isOpenedBy(roles) && number > 0 && !LocalPorts.isFree(address, number)) {
                throw StartupProblem.PORT_TAKEN.with(number, port.purpose(), port.property());
            }
        }
    }

    private static void startEmbedded(
            SpringApplication application,
            ConfigurableEnvironment environment,
            DataDirectory data,
            boolean ownDatabase,
            boolean ownRedis) {
        Map<String, Object> found = new HashMap<>();
        Set<Integer> promised = PublicPort.all(environment);
        EmbeddedServers.Settings.MariaDb mariaDb = ownDatabase ? null : mariaDb(environment, data, promised, found);
        EmbeddedServers.Settings.Redis redis = ownRedis ? null : redis(environment, data, promised, found);
        Path cache = Path.of(environment.getProperty(
                "ohmgate.embedded.cache",
                Path.of(System.getProperty("user.home"), ".cache", "ohmgate").toString()));
        EmbeddedServers servers =
                EmbeddedServers.start(new EmbeddedServers.Settings(cache, data.path(), mariaDb, redis));
        // These run after every context is closed: the application drains with its servers still there.
        SpringApplication.getShutdownHandlers().add(servers::stop);
        environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", found));
        application.addInitializers(context -> register(context, servers));
    }

    private static void register(ConfigurableApplicationContext context, EmbeddedServers servers) {
        DatabaseArrival arrival = servers::awaitReady;
        context.getBeanFactory().registerSingleton("embeddedDatabaseArrival", arrival);
    }

    private static EmbeddedServers.Settings.MariaDb mariaDb(
            Environment environment, DataDirectory data, Set<Integer> promised, Map<String, Object> found) {
        int port = port(environment, promised, "ohmgate.embedded.mariadb-port", MARIADB_PORT, "MariaDB");
        Account owner = new Account("ohmgate_owner", data.secret("db-owner-password"));
        Account application = new Account("ohmgate", data.secret("db-password"));
        found.put(DB_URL, "mysql://127.0.0.1:" + port + "/" + SCHEMA);
        found.put("ohmgate.db.user", application.user());
        found.put("ohmgate.db.password", application.password());
        found.put("ohmgate.db.migration.user", owner.user());
        found.put("ohmgate.db.migration.password", owner.password());
        found.put("ohmgate.db.embedded", true);
        found.put("ohmgate.db.ssl-mode", "DISABLED");
        return new EmbeddedServers.Settings.MariaDb(port, List.of(SCHEMA), owner, application, BUFFER_POOL_MEBIBYTES);
    }

    private static EmbeddedServers.Settings.Redis redis(
            Environment environment, DataDirectory data, Set<Integer> promised, Map<String, Object> found) {
        int port = port(environment, promised, "ohmgate.embedded.redis-port", REDIS_PORT, "Redis");
        String password = data.secret("redis-password");
        found.put(REDIS_URL, "redis://:" + password + "@127.0.0.1:" + port + "/0");
        return new EmbeddedServers.Settings.Redis(port, password, REDIS_MEBIBYTES);
    }

    /** Nobody outside asks for these ports, so a taken one is no error: the next free one serves. */
    private static int port(Environment environment, Set<Integer> promised, String property, int usual, String server) {
        int preferred = environment.getProperty(property, Integer.class, usual);
        try {
            int port = LocalPorts.firstFreeFrom(preferred, promised);
            promised.add(port);
            return port;
        } catch (IllegalStateException e) {
            throw StartupProblem.PORT_TAKEN.causedBy(e, preferred, server, property);
        }
    }
}
