package io.ohmgate.api.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers a child beyond the life of this JVM. After {@code kill -9} the child gets its own signal and may still be
 * writing its last pages when the next start comes: that start waits for it instead of failing.
 */
final class PidFile {
    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
    private static final Duration ENDS_BY_ITSELF_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDS_WHEN_KILLED_WITHIN = Duration.ofSeconds(5);

    private final Path file;
    /** What the command line of our child contains and no other process's does. */
    private final String mark;

    PidFile(Path file, String mark) {
        this.file = file;
        this.mark = mark;
    }

    void write(long pid) throws IOException {
        Files.writeString(file, Long.toString(pid));
    }

    /** Waits until the child of an earlier JVM is gone; the caller holds the lock of the data directory. */
    void awaitPredecessor() {
        predecessor().ifPresent(process -> {
            LOG.atWarn()
                    .addKeyValue("pid", process.pid())
                    .log("上次未正常退出，正在等待其服务器进程结束 / the last run did not end in order: waiting for its server process");
            process.destroy();
            if (!endsWithin(process, ENDS_BY_ITSELF_WITHIN)) {
                process.destroyForcibly();
                endsWithin(process, ENDS_WHEN_KILLED_WITHIN);
            }
        });
    }

    private Optional<ProcessHandle> predecessor() {
        try {
            long pid = Long.parseLong(Files.readString(file).strip());
            // The number may have gone to a stranger since: only a process that carries our mark is ours.
            String commandLine = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return commandLine.contains(mark) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException noneOrGone) {
            return Optional.empty();
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
