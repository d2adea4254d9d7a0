package io.ohmgate.simulator.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody's own command that makes the side on trial do something. */
final class TriggerCommand implements Predicate<String> {
    private static final int SECONDS_MAX = 60;

    private final String command;

    TriggerCommand(String command) {
        this.command = command;
    }

    @Override
    public boolean test(String what) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(what.split("\\s+", -1)));
        try {
            Process process = new ProcessBuilder(words).inheritIO().start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException notThere) {
            throw new IllegalArgumentException("the trigger cannot be run: " + notThere.getMessage(), notThere);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
