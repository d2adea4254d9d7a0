package io.ohmgate.api.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.api.testing.Signals;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starting and ending as it happens to real people: Ctrl-C, {@code kill -9}, twice in one place, on a taken port. */
class LaunchIT {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private Path directory;
    private int firstPort;

    @BeforeEach
    void freshDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "launch"));
        directory = Files.createTempDirectory(parent, "run-").toAbsolutePath();
        firstPort = TestServers.freePort() + 500;
    }

    private ChildJvm launch(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + firstPort,
                "--spring.rsocket.server.port=" + (firstPort + 1),
                "--ohmgate.pile.port=" + (firstPort + 2),
                "--ohmgate.embedded.mariadb-port=" + (firstPort + 3),
                "--ohmgate.embedded.redis-port=" + (firstPort + 4),
                "--ohmgate.embedded.cache=" + TestServers.cache(),
                "--ohmgate.data-dir=data",
                "--spring.main.web-application-type=none"));
        arguments.addAll(List.of(more));
        return ChildJvm.start(directory, arguments.toArray(String[]::new));
    }

    @Test
    void ctrlCEndsEverythingAndTheNextStartFindsTheData() throws Exception {
        try (ChildJvm first = launch().ready()) {
            assertThat(first.output()).contains("starts so far: 1");
            long interruptedAt = System.nanoTime();
            Signals.interruptGroup(first.pid());
            assertThat(first.exitCode()).isEqualTo(130);
            assertThat(Duration.ofNanos(System.nanoTime() - interruptedAt)).isLessThan(GONE_WITHIN);
            assertThat(ChildJvm.serversOf(directory.resolve("data"))).isEmpty();
        }
        try (ChildJvm second = launch().ready()) {
            assertThat(second.output()).contains("starts so far: 2");
        }
    }

    @Test
    void afterKillDashNineTheNextStartJustWorks() throws Exception {
        try (ChildJvm first = launch().ready()) {
            Signals.kill(first.pid());
            assertThat(first.exitCode()).isEqualTo(137);
        }
        // At once: its database may still be on its way out.
        try (ChildJvm second = launch().ready()) {
            assertThat(second.output()).contains("starts so far: 2");
            assertThat(ChildJvm.serversOf(directory.resolve("data"))).hasSize(2);
            Signals.kill(second.pid());
        }
        await().atMost(GONE_WITHIN)
                .until(() -> ChildJvm.serversOf(directory.resolve("data")).isEmpty());
    }

    @Test
    void aKilledDatabaseIsRepairedByTheNextStart() throws Exception {
        try (ChildJvm first = launch().ready()) {
            ChildJvm.serversOf(directory.resolve("data")).forEach(Signals::kill);
            Signals.kill(first.pid());
            first.exitCode();
        }
        try (ChildJvm second = launch().ready()) {
            assertThat(second.output()).contains("starts so far: 2");
        }
    }

    @Test
    void aSecondProcessOnTheSameDataIsRefusedByOneLine() throws Exception {
        try (ChildJvm first = launch().ready().collectingGarbage();
                ChildJvm second = launch()) {
            assertThat(second.exitCode()).isEqualTo(StartupProblem.DATA_IN_USE.exitCode());
            assertThat(second.output().strip().lines())
                    .singleElement()
                    .asString()
                    .contains(
                            Long.toString(first.pid()),
                            directory.resolve("data").toString());
            assertThat(ChildJvm.serversOf(directory.resolve("data"))).hasSize(2);
        }
    }

    @Test
    void aTakenPortIsRefusedByOneLineBeforeAnythingSlow() throws Exception {
        try (ServerSocket taken = new ServerSocket(firstPort + 2, 1, InetAddress.getLoopbackAddress());
                ChildJvm refused = launch()) {
            assertThat(refused.exitCode()).isEqualTo(StartupProblem.PORT_TAKEN.exitCode());
            assertThat(refused.output().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("" + taken.getLocalPort(), "ohmgate.pile.port");
            assertThat(directory.resolve("data").resolve("mariadb")).doesNotExist();
        }
    }

    @Test
    void aTakenEmbeddedPortIsNoReasonToRefuse() throws Exception {
        try (ServerSocket taken = new ServerSocket(firstPort + 3, 1, InetAddress.getLoopbackAddress());
                ChildJvm running = launch().ready()) {
            assertThat(taken.isBound()).isTrue();
            assertThat(running.output()).contains("starts so far: 1");
        }
    }

    @Test
    void secretsAreTheOwnersAlone() throws Exception {
        try (ChildJvm running = launch().ready()) {
            Path secrets = directory.resolve("data").resolve("secrets");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(secrets.resolve("db-owner-password"))))
                    .isEqualTo("rw-------");
            String password = Files.readString(secrets.resolve("db-password")).strip();
            assertThat(running.output()).doesNotContain(password);
            assertThat(directory.resolve("data/mariadb/accounts.sql")).doesNotExist();
        }
    }

    @Test
    void anOperatorsServersAreUsedAndNothingIsStarted() throws Exception {
        var schema = TestServers.newDatabase();
        try (ChildJvm running = launch(
                        "--ohmgate.db.url=" + schema.url(),
                        "--ohmgate.db.user=ohmgate_owner",
                        "--ohmgate.db.password=test-owner",
                        "--ohmgate.redis.url=" + TestServers.redisUrl())
                .ready()) {
            assertThat(running.output()).contains("starts so far: 1");
            assertThat(ChildJvm.serversOf(directory.resolve("data"))).isEmpty();
        }
    }

    @Test
    void anUnreachableDatabaseIsOneLine() throws Exception {
        assertRefused(
                StartupProblem.DATABASE_UNREACHABLE,
                "--ohmgate.db.url=mysql://127.0.0.1:" + (firstPort + 9) + "/x",
                "--ohmgate.db.user=a",
                "--ohmgate.db.password=b",
                "--ohmgate.redis.url=" + TestServers.redisUrl());
    }

    @Test
    void anUnreachableRedisIsOneLine() throws Exception {
        assertRefused(
                StartupProblem.REDIS_UNREACHABLE,
                "--ohmgate.db.url=" + TestServers.newDatabase().url(),
                "--ohmgate.redis.url=redis://127.0.0.1:" + (firstPort + 9));
    }

    @Test
    void aWrongRedisPasswordIsOneLine() throws Exception {
        assertRefused(
                StartupProblem.REDIS_ACCESS_DENIED,
                "--ohmgate.db.url=" + TestServers.newDatabase().url(),
                "--ohmgate.redis.url=" + TestServers.redisUrl().replaceFirst(":[^:@]*@", ":wrong@"));
    }

    @Test
    void productionDoesNotRunOnEmbeddedServers() throws Exception {
        assertRefused(StartupProblem.PRODUCTION_EMBEDDED, "--spring.profiles.active=production");
    }

    private void assertRefused(StartupProblem problem, String... arguments) throws InterruptedException {
        try (ChildJvm refused = launch(arguments)) {
            assertThat(refused.exitCode()).isEqualTo(problem.exitCode());
            assertThat(refused.output().strip().lines())
                    .singleElement()
                    .asString()
                    .startsWith(problem.code());
        }
    }
}
