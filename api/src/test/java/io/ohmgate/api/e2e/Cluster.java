package io.ohmgate.api.e2e;

import io.ohmgate.api.testing.TestDatabase;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Some nodes of one product on one database and one Redis, each in a process and a directory of its own. */
final class Cluster implements AutoCloseable {
    /** Ports that a node uses, and some more. */
    private static final int PORTS_A_NODE = 40;

    private static final int NODE_LINK = 5;

    private final TestDatabase database = TestServers.newDatabase();
    private final Map<String, RunningProduct.Place> places = new LinkedHashMap<>();
    private final Map<String, RunningProduct> running = new LinkedHashMap<>();

    /** The first node makes the tables and the keys that all of them share; {@code settings} are of all of them. */
    static Cluster of(Map<String, String> rolesByName, String... settings) throws IOException {
        Cluster cluster = new Cluster();
        int number = 0;
        for (Map.Entry<String, String> node : rolesByName.entrySet()) {
            cluster.places.put(node.getKey(), cluster.place(node.getKey(), node.getValue(), number++, settings));
        }
        List<String> names = List.copyOf(rolesByName.keySet());
        try {
            cluster.start(names.getFirst());
            cluster.node(names.getFirst()).ready();
            for (String name : names.subList(1, names.size())) {
                cluster.shareSecrets(names.getFirst(), name);
                cluster.start(name);
            }
            for (String name : names) {
                cluster.node(name).ready();
            }
            return cluster;
        } catch (IOException | RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    private RunningProduct.Place place(String name, String roles, int number, String... settings) throws IOException {
        RunningProduct.Place fresh = RunningProduct.Place.fresh("nodes-" + name);
        int firstPort = fresh.firstPort() + number * PORTS_A_NODE;
        List<String> all = new ArrayList<>(List.of(
                "--ohmgate.node=" + name,
                "--ohmgate.roles=" + roles,
                "--ohmgate.cluster.port=" + (firstPort + NODE_LINK),
                "--ohmgate.cluster.host=127.0.0.1",
                "--ohmgate.cluster.bind=127.0.0.1",
                "--ohmgate.redis.url=" + TestServers.redisUrl()));
        database.properties().forEach((property, value) -> all.add("--" + property + "=" + value));
        all.addAll(List.of(settings));
        return new RunningProduct.Place(fresh.directory(), firstPort, all);
    }

    /** As an operator does: the keys of personal data and of the link are the same on all nodes. */
    private void shareSecrets(String from, String to) throws IOException {
        Path secrets = place(from).data().resolve("secrets");
        Path target = Files.createDirectories(place(to).data().resolve("secrets"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(secrets)) {
            for (Path file : files) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    void start(String name) throws IOException {
        running.put(name, RunningProduct.start(place(name)));
    }

    RunningProduct node(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    RunningProduct.Place place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    Rest rest(String name) {
        return new Rest(place(name).httpPort(), place(name).data());
    }

    /** {@code kill -9}, and another process in its place. */
    void killAndStart(String name) throws IOException, InterruptedException {
        node(name).kill();
        start(name);
    }

    Evidence evidence() throws SQLException {
        return Evidence.of(database);
    }

    @Override
    public void close() {
        running.values().forEach(RunningProduct::close);
    }
}
