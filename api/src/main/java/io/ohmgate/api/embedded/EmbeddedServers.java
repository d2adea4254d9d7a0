package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that came with us. Starting returns at once, with the ports known, so that the application can build itself
 * while they come up; {@link #awaitReady} is where the two meet.
 */
public final class EmbeddedServers {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);

    private static final int SERVERS = 2;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(4);

    /**
     * Children end with the thread that started them (see {@link ChildProcess}): these threads never end before the JVM.
     */
    private static final ExecutorService KEEPERS = Executors.newFixedThreadPool(
            SERVERS, Thread.ofPlatform().daemon().name("embedded-", 0).factory());

    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private volatile boolean ending;
    private @Nullable CompletableFuture<ChildProcess> mariaDb;
    private @Nullable CompletableFuture<ChildProcess> redis;

    private EmbeddedServers() {}

    /** What to start; {@code null} for a server that the operator brings along. */
    public record Settings(
            Path cache,
            Path home,
            @Nullable MariaDb mariaDb,
            @Nullable Redis redis) {
        /** {@code schemas}: the databases to be there, the first being the application's. */
        public record MariaDb(
                int port, List<String> schemas, Account owner, Account application, int bufferPoolMebibytes) {}

        /** {@code memoryMebibytes}: where Redis begins to forget what was used longest ago. */
        public record Redis(int port, String password, int memoryMebibytes) {
            @Override
            public String toString() {
                return "Redis[" + port + "]";
            }
        }
    }

    public static EmbeddedServers start(Settings settings) {
        requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        ProgramCache cache = new ProgramCache(settings.cache().toAbsolutePath());
        Path home = settings.home().toAbsolutePath();
        EmbeddedServers servers = new EmbeddedServers();
        Settings.MariaDb m = settings.mariaDb();
        if (m != null) {
            servers.mariaDb = CompletableFuture.supplyAsync(() -> servers.startMariaDb(cache, home, m), KEEPERS);
        }
        Settings.Redis r = settings.redis();
        if (r != null) {
            servers.redis = CompletableFuture.supplyAsync(() -> servers.startRedis(cache, home, r), KEEPERS);
        }
        return servers;
    }

    static void requirePlatform(String system, String machine) {
        if (!system.equals("Linux") || !(machine.equals("amd64") || machine.equals("x86_64"))) {
            throw StartupProblem.PLATFORM_UNSUPPORTED.with(system + " " + machine);
        }
    }

    /** The Redis program by itself, unpacked if it was not yet: for those who run it in a way of their own. */
    public static Path redisProgram(Path cache) {
        requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        return new ProgramCache(cache.toAbsolutePath()).redis();
    }

    private ChildProcess startMariaDb(ProgramCache cache, Path home, Settings.MariaDb m) {
        MariaDbServer server = new MariaDbServer(
                home.resolve("mariadb"), m.port(), m.schemas(), m.owner(), m.application(), m.bufferPoolMebibytes());
        ChildProcess child = kept(server.start(cache));
        child.awaitReady();
        server.forgetAccountsFile();
        return child;
    }

    private ChildProcess startRedis(ProgramCache cache, Path home, Settings.Redis r) {
        ChildProcess child =
                kept(new RedisServer(home.resolve("redis"), r.port(), r.password(), r.memoryMebibytes()).start(cache));
        child.awaitReady();
        return child;
    }

    /** A stop that came while the child was being made finds it here, or is found here. */
    private ChildProcess kept(ChildProcess child) {
        children.add(child);
        if (ending) {
            child.askToEnd();
        }
        return child;
    }

    /** Waits until both answer. */
    public void awaitReady() {
        mariaDb();
        redis();
    }

    public Optional<ChildProcess> mariaDb() {
        return Optional.ofNullable(mariaDb).map(EmbeddedServers::joined);
    }

    public Optional<ChildProcess> redis() {
        return Optional.ofNullable(redis).map(EmbeddedServers::joined);
    }

    private static ChildProcess joined(CompletableFuture<ChildProcess> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            StartupFailure failure = StartupFailure.in(e);
            throw failure != null ? failure : e;
        }
    }

    /** Ends both, the tables safely on the disk; at most {@link #ENDS_WITHIN} for the slower of them. */
    public void stop() {
        ending = true;
        children.forEach(ChildProcess::askToEnd);
        long deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        for (ChildProcess child : children) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!child.awaitEnd(left)) {
                LOG.atWarn()
                        .addKeyValue("server", child.name())
                        .log("an embedded server did not end in time and was killed; it recovers at the next start");
            }
        }
    }
}
