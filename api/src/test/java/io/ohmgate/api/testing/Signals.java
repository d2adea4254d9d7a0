package io.ohmgate.api.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals that Java cannot send by itself. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: it keeps its sockets and answers nothing. Returns when its last thread stands still. */
    public static void stop(long pid) {
        send("STOP", Long.toString(pid));
        await().until(() -> threadsOf(pid).allMatch(Signals::isStopped));
    }

    private static Stream<Path> threadsOf(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.toList().stream();
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status")).stream()
                    .anyMatch(line -> line.startsWith("State:") && line.contains("T (stopped)"));
        } catch (IOException hasJustEnded) {
            return true;
        }
    }

    public static void goOn(long pid) {
        send("CONT", Long.toString(pid));
    }

    public static void kill(long pid) {
        send("KILL", Long.toString(pid));
    }

    /** What a terminal does on Ctrl-C: SIGINT to every process of the group. */
    public static void interruptGroup(long leader) {
        send("INT", "-" + leader);
    }

    private static void send(String signal, String target) {
        try {
            Process kill = new ProcessBuilder("kill", "-s", signal, "--", target)
                    .inheritIO()
                    .start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("no such process: " + target);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
