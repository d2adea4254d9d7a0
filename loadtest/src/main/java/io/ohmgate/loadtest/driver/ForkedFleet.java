package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.driver.Ask.Answer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** {@link Load} in one process of its own. */
final class ForkedFleet implements Load {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ENDS_WITHIN_SECONDS = 10;

    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    private ForkedFleet(Process process) {
        this.process = process;
        this.to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ForkedFleet start(Plan plan) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ohmgate.loadtest.LoadTest",
                "driver"));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        ForkedFleet fleet = new ForkedFleet(process);
        fleet.say(JSON.writeValueAsString(plan));
        return fleet;
    }

    private void say(String line) {
        try {
            to.write(line);
            to.newLine();
            to.flush();
        } catch (IOException ended) {
            throw new UncheckedIOException("the driver process has ended", ended);
        }
    }

    private synchronized Answer ask(Ask ask) {
        say(JSON.writeValueAsString(ask));
        try {
            String line = from.readLine();
            if (line == null) {
                throw new IOException("the driver process has ended");
            }
            return JSON.readValue(line, Answer.class);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private static Outcome outcome(Answer answer) {
        return Objects.requireNonNull(answer.outcome());
    }

    @Override
    public Outcome logIn(long spreadMillis, int patienceSeconds) {
        return outcome(ask(new Ask(Ask.Op.LOG_IN, spreadMillis, patienceSeconds, null, null)));
    }

    @Override
    public void dropAll() {
        ask(Ask.plain(Ask.Op.DROP_ALL));
    }

    @Override
    public void traffic(Traffic traffic) {
        ask(new Ask(Ask.Op.TRAFFIC, 0, 0, traffic, null));
    }

    @Override
    public Outcome window(int seconds) {
        return outcome(ask(new Ask(Ask.Op.WINDOW, 0, seconds, null, null)));
    }

    @Override
    public Outcome records(RecordLoad load, int seconds) {
        return outcome(ask(new Ask(Ask.Op.RECORDS, 0, seconds, null, load)));
    }

    @Override
    public int sessions() {
        return ask(Ask.plain(Ask.Op.SESSIONS)).number();
    }

    @Override
    public int sendAgain() {
        return ask(Ask.plain(Ask.Op.SEND_AGAIN)).number();
    }

    @Override
    public List<String> confirmedRecords() {
        return ask(Ask.plain(Ask.Op.CONFIRMED)).lines();
    }

    @Override
    public List<Long> pids() {
        return List.of(process.pid());
    }

    @Override
    public void close() {
        try {
            say(JSON.writeValueAsString(Ask.plain(Ask.Op.END)));
            process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (UncheckedIOException gone) {
            // It has ended already.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroy();
        }
    }
}
