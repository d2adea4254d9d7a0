package io.ohmgate.api.testing;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java cannot send by itself. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: it keeps its sockets and answers nothing. */
    public static void stop(long pid) {
        send("STOP", Long.toString(pid));
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
