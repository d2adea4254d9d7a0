package io.ohmgate.api.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.OhmgateApplication;
import io.ohmgate.api.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The product as it is started by a person, in a directory of its own, with its own servers. */
final class RunningProduct implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    /** Apart from the ports of other tests, which begin at the first free one. */
    private static final int PORTS_APART = 700;

    private final Place place;
    private final Process process;
    private final Path output;

    private RunningProduct(Place place, Process process, Path output) {
        this.place = place;
        this.process = process;
        this.output = output;
    }

    /** Where a product lives; it outlives the processes that run there. */
    record Place(Path directory, int firstPort, List<String> settings) {
        static Place fresh(String name, String... settings) throws IOException {
            Path parent = Files.createDirectories(Path.of("target", "e2e"));
            Path directory = Files.createTempDirectory(parent, name + "-").toAbsolutePath();
            return new Place(directory, TestServers.freePort() + PORTS_APART, List.of(settings));
        }

        Path data() {
            return directory.resolve("data");
        }

        int httpPort() {
            return firstPort;
        }

        int pilePort() {
            return firstPort + 2;
        }

        private List<String> arguments() {
            List<String> arguments = new ArrayList<>(List.of(
                    "--server.port=" + httpPort(),
                    "--spring.rsocket.server.port=" + (firstPort + 1),
                    "--ohmgate.pile.port=" + pilePort(),
                    "--ohmgate.embedded.mariadb-port=" + (firstPort + 3),
                    "--ohmgate.embedded.redis-port=" + (firstPort + 20),
                    "--ohmgate.embedded.cache=" + TestServers.cache(),
                    "--ohmgate.data-dir=data",
                    "--ohmgate.demo.enabled=false"));
            arguments.addAll(settings);
            return arguments;
        }
    }

    static RunningProduct start(Place place) throws IOException {
        Path output = Files.createTempFile(place.directory(), "output-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(),
                OhmgateApplication.class.getName()));
        command.addAll(place.arguments());
        Process process = new ProcessBuilder(command)
                .directory(place.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RunningProduct(place, process, output);
    }

    /** Without the tests: the product scans its packages, and would take tests' configurations for its own. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path tests = Path.of(URI.create(RunningProduct.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(all)
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(tests))
                .collect(Collectors.joining(File.pathSeparator));
    }

    RunningProduct ready() throws IOException {
        Awaitility.await()
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> output().contains("ready in") || !process.isAlive());
        assertThat(output()).contains("ready in");
        return this;
    }

    /** {@code kill -9}: nothing is said good-bye to. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    Rest rest() {
        return new Rest(place.httpPort(), place.data());
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Its database may have had to take another port than it was given. */
    int databasePort() throws IOException {
        String pid = Files.readString(place.data().resolve("mariadb").resolve("mariadbd.pid"))
                .strip()
                .lines()
                .findFirst()
                .orElseThrow();
        for (String argument :
                Files.readString(Path.of("/proc", pid, "cmdline")).split("\0", -1)) {
            if (argument.startsWith("--port=")) {
                return Integer.parseInt(argument.substring("--port=".length()));
            }
        }
        throw new IllegalStateException("the database's command line names no port");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
