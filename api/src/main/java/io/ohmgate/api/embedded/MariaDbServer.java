package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB 11.4.5 on a data directory of ours.
 *
 * @param home holds the tables in {@code data}, the log and the pid
 * @param schemas databases to create, each owned by {@code owner}
 * @param bufferPoolMebibytes memory for pages
 */
record MariaDbServer(
        Path home, int port, List<String> schemas, Account owner, Account application, int bufferPoolMebibytes) {
    static final String NAME = "MariaDB";
    /** The template is made with the same size; another one would be resized at the first start. */
    static final String LOG_FILE_SIZE = "--innodb-log-file-size=48M";

    /** Longer than a pooled connection lives (30 min), so that the server never closes one first. */
    private static final int WAIT_TIMEOUT_SECONDS = 3600;

    private static final int CONNECTIONS_MAX = 200;
    private static final long FREE_BYTES_MIN = 256L << 20;

    ChildProcess start(ProgramCache cache) {
        Path base = cache.mariaDb();
        Path data = home.resolve("data");
        PidFile pidFile = new PidFile(home.resolve("mariadbd.pid"), "--datadir=" + data);
        try {
            Files.createDirectories(home);
            pidFile.awaitPredecessor();
            if (Files.notExists(data)) {
                createData(cache.mariaDbTemplate(base), data);
            }
            Path accounts = SecretFile.write(home.resolve("accounts.sql"), accountsSql());
            return ChildProcess.start(NAME, command(base, data, accounts), port, home.resolve("mariadbd.log"), pidFile);
        } catch (IOException e) {
            StartupFailure full = DiskSpace.shortage(home, FREE_BYTES_MIN);
            throw full != null ? full : StartupProblem.DATA_UNWRITABLE.causedBy(e, home);
        }
    }

    /** The accounts are in force once the server answers, so the file need not outlive that moment. */
    void forgetAccountsFile() {
        try {
            Files.deleteIfExists(home.resolve("accounts.sql"));
        } catch (IOException e) {
            throw StartupProblem.DATA_UNWRITABLE.causedBy(e, home);
        }
    }

    private void createData(Path template, Path data) throws IOException {
        @Nullable StartupFailure full = DiskSpace.shortage(home, FREE_BYTES_MIN);
        if (full != null) {
            throw full;
        }
        Path made = data.resolveSibling("data.part");
        FileTrees.delete(made);
        FileTrees.copy(template, made);
        Files.move(made, data, StandardCopyOption.ATOMIC_MOVE);
    }

    static List<String> program(Path base, Path data, String... options) {
        List<String> command = new ArrayList<>(List.of(
                base.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + base,
                "--datadir=" + data,
                "--lc-messages-dir=" + base.resolve("share"),
                "--plugin-dir=" + base.resolve("lib")));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(List.of(options));
        return command;
    }

    private List<String> command(Path base, Path data, Path accounts) {
        return program(
                base,
                data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // Relative to the data directory: a socket's whole path may have 107 bytes only.
                "--socket=mariadbd.sock",
                "--pid-file=" + data.resolve("mariadbd.pid"),
                "--init-file=" + accounts,
                // Otherwise 11.4 makes an RSA key at each start, 2 to 15 s of computing for a loopback connection.
                "--skip-ssl",
                "--skip-name-resolve",
                "--skip-log-bin",
                "--local-infile=0",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_general_ci",
                "--default-time-zone=+00:00",
                "--innodb-buffer-pool-size=" + bufferPoolMebibytes + "M",
                LOG_FILE_SIZE,
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-doublewrite=ON",
                "--innodb-lock-wait-timeout=5",
                "--innodb-buffer-pool-load-at-startup=OFF",
                "--innodb-buffer-pool-dump-at-shutdown=OFF",
                "--aria-pagecache-buffer-size=8M",
                "--key-buffer-size=1M",
                "--max-allowed-packet=16M",
                "--wait-timeout=" + WAIT_TIMEOUT_SECONDS,
                "--max-connections=" + CONNECTIONS_MAX);
    }

    /** One statement a line, repeated at each start: a lost secrets directory then only means new passwords. */
    private String accountsSql() {
        StringBuilder sql = new StringBuilder();
        for (String schema : schemas) {
            sql.append("CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4;\n".formatted(schema));
        }
        for (Account account : List.of(owner, application)) {
            sql.append("CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';\n"
                    .formatted(account.user(), account.password()));
            sql.append("ALTER USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';\n"
                    .formatted(account.user(), account.password()));
        }
        for (String schema : schemas) {
            sql.append("GRANT ALL ON `%s`.* TO '%s'@'127.0.0.1' WITH GRANT OPTION;\n".formatted(schema, owner.user()));
        }
        return sql.toString();
    }
}
