package io.ohmgate.api.embedded;

import io.ohmgate.api.failure.StartupFailure;
import io.ohmgate.api.failure.StartupProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server program that runs as our child, on a loopback port. */
public final class ChildProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 10;
    private static final int CONNECT_MILLIS = 200;
    private static final int GREETING_MILLIS = 1000;

    private final String name;
    private final int port;
    private final Path log;
    private final Process process;

    private ChildProcess(String name, int port, Path log, Process process) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts it; {@link #awaitReady} waits for it. Call from a thread that lives as long as the JVM, since the child is
     * told to end with the thread that made it.
     */
    static ChildProcess start(String name, List<String> command, int port, Path log, PidFile pidFile) {
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = new ProcessBuilder(endingWithUs(command))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            pidFile.write(process.pid());
            return new ChildProcess(name, port, log, process);
        } catch (IOException e) {
            throw StartupProblem.EMBEDDED_START_FAILED.causedBy(
                    e, name, e.getClass().getSimpleName(), log);
        }
    }

    /**
     * In a session of its own, or a terminal's Ctrl-C would stop Redis before the application has drained; and with a
     * signal at our death, or {@code kill -9} of the JVM would leave it behind. Both programs keep the pid.
     */
    static List<String> endingWithUs(List<String> command) {
        List<String> whole = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            whole.add(SETSID.toString());
        }
        if (Files.isExecutable(SETPRIV)) {
            whole.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "TERM"));
        }
        whole.addAll(command);
        return whole;
    }

    /** Waits for its first byte: MariaDB's greeting, or Redis's answer to a PING. */
    void awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            if (answers()) {
                return;
            }
            if (endsWithin(POLL_MILLIS)) {
                throw failure("exit code " + process.exitValue());
            }
        }
        process.destroyForcibly();
        throw failure("not ready after " + READY_WITHIN.toSeconds() + " s");
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(GREETING_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            if (socket.getLocalPort() == port) {
                return false;
            }
            // MariaDB speaks first and takes this for a broken handshake; Redis speaks only when spoken to.
            if (name.equals(RedisServer.NAME)) {
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            return socket.getInputStream().read() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private StartupFailure failure(String reason) {
        return StartupProblem.EMBEDDED_START_FAILED.with(name, reason, log);
    }

    void askToEnd() {
        process.destroy();
    }

    /** Whether it ended by itself; if not, it is killed. */
    boolean awaitEnd(Duration limit) {
        if (endsWithin(limit.toMillis())) {
            return true;
        }
        process.destroyForcibly();
        return false;
    }

    private boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int port() {
        return port;
    }

    public String name() {
        return name;
    }
}
