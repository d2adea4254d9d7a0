package io.ohmgate.api.testing;

import io.ohmgate.api.embedded.Account;
import io.ohmgate.api.embedded.ChildProcess;
import io.ohmgate.api.embedded.EmbeddedServers;
import io.ohmgate.api.embedded.LocalPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One genuine MariaDB and one genuine Redis for each test JVM, started by the first test that asks and gone with the JVM.
 *
 * <p>In a Spring test:
 *
 * <pre>{@code
 * @SpringBootTest(webEnvironment = RANDOM_PORT)
 * @ContextConfiguration(initializers = TestServers.class)
 * class SomethingIT { @Autowired Database critical; … }
 * }</pre>
 *
 * The context gets a database of its own, empty, which it migrates itself; Redis is shared, so keys must be the test's own.
 *
 * <p>Without Spring: {@code TestServers.newDatabase()} gives a {@link TestDatabase}, which can make pools, run SQL as owner of
 * the tables, and apply the migrations.
 */
public final class TestServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final Account OWNER = new Account("ohmgate_owner", "test-owner");
    static final Account APPLICATION = new Account("ohmgate", "test-application");
    private static final String REDIS_PASSWORD = "test-redis";
    private static final int SCHEMAS_MAX = 40;
    private static final int PORT_FIRST = 20_000;
    private static final int PORT_SPREAD = 10_000;
    private static final int BUFFER_POOL_MEBIBYTES = 64;
    private static final int REDIS_MEBIBYTES = 64;

    private static final AtomicInteger SCHEMAS_USED = new AtomicInteger();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(newDatabase().properties())
                .and("ohmgate.redis.url=" + redisUrl())
                .applyTo(context);
    }

    /** An empty database with both users, nothing migrated. */
    public static TestDatabase newDatabase() {
        int number = SCHEMAS_USED.getAndIncrement();
        if (number >= SCHEMAS_MAX) {
            throw new IllegalStateException(
                    "more than " + SCHEMAS_MAX + " databases in one test JVM: raise SCHEMAS_MAX");
        }
        return new TestDatabase(mariaDb().port(), schema(number));
    }

    public static String redisUrl() {
        return "redis://:" + REDIS_PASSWORD + "@127.0.0.1:" + redis().port() + "/0";
    }

    /** The server itself, for tests that stop or stall it (and let it go on again). */
    public static ChildProcess mariaDb() {
        return Running.SERVERS.mariaDb().orElseThrow();
    }

    public static ChildProcess redis() {
        return Running.SERVERS.redis().orElseThrow();
    }

    /** Where unpacked programs are kept; the same place as for the product, so that a machine unpacks once. */
    public static Path cache() {
        return Path.of(System.getProperty(
                "ohmgate.embedded.cache",
                Path.of(System.getProperty("user.home"), ".cache", "ohmgate").toString()));
    }

    /** A port that is free now, in the range for embedded servers, and unlikely to be asked for by another test JVM. */
    public static int freePort() {
        int spread = (int) (ProcessHandle.current().pid() * 37 % PORT_SPREAD);
        return LocalPorts.firstFreeFrom(PORT_FIRST + spread + SCHEMAS_USED.get());
    }

    private static String schema(int number) {
        return "ohmgate_" + number;
    }

    /** Loaded, and so started, by the first use. */
    private static final class Running {
        static final EmbeddedServers SERVERS = start();

        private static EmbeddedServers start() {
            int mariaDbPort = freePort();
            int redisPort = LocalPorts.firstFreeFrom(mariaDbPort + 1);
            EmbeddedServers servers = EmbeddedServers.start(new EmbeddedServers.Settings(
                    cache(),
                    freshHome(),
                    new EmbeddedServers.Settings.MariaDb(
                            mariaDbPort,
                            IntStream.range(0, SCHEMAS_MAX)
                                    .mapToObj(TestServers::schema)
                                    .toList(),
                            OWNER,
                            APPLICATION,
                            BUFFER_POOL_MEBIBYTES),
                    new EmbeddedServers.Settings.Redis(redisPort, REDIS_PASSWORD, REDIS_MEBIBYTES)));
            servers.awaitReady();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "stop-test-servers"));
            return servers;
        }

        private static Path freshHome() {
            try {
                return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-servers")), "run-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
