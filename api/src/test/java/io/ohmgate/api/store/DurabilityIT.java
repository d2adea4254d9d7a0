package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.incoming;
import static io.ohmgate.api.store.StoreStage.recordOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ohmgate.api.db.DatabaseSettings;
import io.ohmgate.api.embedded.Account;
import io.ohmgate.api.embedded.ChildProcess;
import io.ohmgate.api.embedded.EmbeddedServers;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What "kept" means: on the disk, not in a cache, and still there when the server was killed (invariants A1). */
class DurabilityIT {
    private static final String SCHEMA = "ohmgate_durable";
    private static final Duration SLOW_DISK = Duration.ofMillis(400);
    private static final int BUFFER_POOL_MEBIBYTES = 64;

    private static Path home;
    private static TestDatabase database;
    private static EmbeddedServers server;
    private static StoreStage stage;

    @BeforeAll
    static void open() throws IOException {
        home = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-servers")), "durable-");
        database = new TestDatabase(TestServers.freePort(), SCHEMA);
        server = started();
        stage = new StoreStage(database, true).withPiles(1);
    }

    @AfterAll
    static void close() {
        stage.close();
        server.stop();
    }

    @BeforeEach
    void theServerIsUp() {
        if (!mariaDb().isAlive()) {
            server = started();
        }
        awaitKept(record());
    }

    @Test
    void aRecordIsKeptOnlyAfterTheDiskSaidSo() throws Exception {
        try (Tracer tracer =
                Tracer.attach(mariaDb(), "inject=fdatasync,fsync:delay_enter=" + SLOW_DISK.toNanos() / 1000)) {
            assumeTrue(tracer.attached(), "SKIPPED: ptrace is not available here, so a slow disk cannot be played");
            for (int i = 0; i < 3; i++) {
                long began = System.nanoTime();
                keep(record());
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SLOW_DISK);
            }
        }
        assertThat(timeOf(record())).isLessThan(SLOW_DISK);
    }

    @Test
    void aDiskThatFailsConfirmsNothing() throws Exception {
        IncomingRecord record = record();
        try (Tracer tracer = Tracer.attach(mariaDb(), "inject=fdatasync,fsync:error=EIO")) {
            assumeTrue(tracer.attached(), "SKIPPED: ptrace is not available here, so a failing disk cannot be played");
            assertThatThrownBy(() -> keep(record)).isInstanceOf(RuntimeException.class);
        }
        restart();
        awaitKept(record);
    }

    @Test
    void aServerThatIsGoneKeepsNothingAndTheSameBatchIsKeptWhenItIsBack() throws Exception {
        kill();
        IncomingRecord record = record();
        assertThatThrownBy(() -> keep(record)).isInstanceOf(RuntimeException.class);
        server = started();
        awaitKept(record);
        assertThat(keep(record)).isInstanceOf(Kept.Repeated.class);
    }

    @Test
    void aServerThatIsKilledInFullFlightLosesNoRecordThatWasConfirmed() throws Exception {
        List<IncomingRecord> confirmed = new ArrayList<>();
        Disposable writing = Flux.range(0, 100_000)
                .concatMap(i -> {
                    List<IncomingRecord> batch = List.of(record(), record(), record());
                    return stage.records.keep(batch).doOnNext(kept -> {
                        synchronized (confirmed) {
                            confirmed.addAll(batch);
                        }
                    });
                })
                .subscribe(kept -> {}, goneWithTheServer -> {});
        Awaitility.await().atMost(PATIENCE).until(() -> {
            synchronized (confirmed) {
                return confirmed.size() > 60;
            }
        });
        kill();
        Awaitility.await().atMost(PATIENCE).until(writing::isDisposed);
        server = started();
        awaitKept(record());
        synchronized (confirmed) {
            for (IncomingRecord record : confirmed) {
                assertThat(keep(record)).isInstanceOf(Kept.Repeated.class);
            }
        }
    }

    private static IncomingRecord record() {
        return incoming(recordOf(stage.newTradeNo(), gun(1, 1), 100_000));
    }

    private static Kept keep(IncomingRecord record) {
        return Objects.requireNonNull(stage.records.keep(List.of(record)).block(PATIENCE))
                .getFirst();
    }

    private static Duration timeOf(IncomingRecord record) {
        long began = System.nanoTime();
        keep(record);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void awaitKept(IncomingRecord record) {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> keep(record).recordId() > 0);
    }

    private static ChildProcess mariaDb() {
        return server.mariaDb().orElseThrow();
    }

    private static EmbeddedServers started() {
        DatabaseSettings application = database.settings();
        DatabaseSettings owner = database.ownerSettings();
        EmbeddedServers started = EmbeddedServers.start(new EmbeddedServers.Settings(
                TestServers.cache(),
                home,
                new EmbeddedServers.Settings.MariaDb(
                        database.port(),
                        List.of(SCHEMA),
                        new Account(owner.user(), owner.password()),
                        new Account(application.user(), application.password()),
                        BUFFER_POOL_MEBIBYTES),
                null));
        started.awaitReady();
        return started;
    }

    private static void restart() throws Exception {
        kill();
        server = started();
    }

    private static void kill() throws Exception {
        ProcessHandle.of(mariaDb().pid()).ifPresent(ProcessHandle::destroyForcibly);
        Awaitility.await().atMost(PATIENCE).until(() -> !mariaDb().isAlive());
    }

    /** strace on the server, which slows its disk down or makes it fail. */
    private record Tracer(Process strace, Path log) implements AutoCloseable {
        static Tracer attach(ChildProcess server, String injection) throws IOException, InterruptedException {
            Path log = Files.createTempFile(home, "strace-", ".log");
            List<String> command = List.of(
                    "strace", "-f", "-p", Long.toString(server.pid()), "-e", "trace=fdatasync,fsync", "-e", injection);
            try {
                Process strace = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                Tracer tracer = new Tracer(strace, log);
                // It says so for each thread it has; then there is nothing that escapes it.
                while (strace.isAlive() && !Files.readString(log).contains("attached")) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                TimeUnit.MILLISECONDS.sleep(300);
                return tracer;
            } catch (IOException notInstalled) {
                return new Tracer(new ProcessBuilder("false").start(), log);
            }
        }

        boolean attached() {
            return strace.isAlive();
        }

        @Override
        public void close() {
            strace.destroy();
            strace.onExit().join();
        }
    }
}
