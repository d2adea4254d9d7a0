package io.ohmgate.loadtest.product;

import io.ohmgate.loadtest.measure.ProcessTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The product in JVMs of its own: the first node brings MariaDB and Redis along in a data directory of this run, the others
 * use them. All that is known of how several nodes are made one product is here.
 */
public final class ProductServer implements Server {
    private static final int READY_WITHIN_SECONDS = 120;
    private static final int PORTS_A_NODE = 1_000;
    private static final int HTTP = 80;
    private static final int PILES = 768;
    private static final int RSOCKET = 700;
    private static final int MARIADB = 306;
    private static final int REDIS = 379;
    private static final int CLUSTER = 900;

    private final Launch launch;
    private final List<JavaProcess> nodes = new ArrayList<>();
    private final List<Long> startMillis = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private ProductServer(Launch launch) {
        this.launch = launch;
    }

    /**
     * How to start it.
     *
     * @param program a jar that starts with {@code java -jar}, or a class path
     * @param extra what else has to be on the class path of a jar: the embedded servers
     * @param flags of each JVM
     * @param arguments of each node, after ours
     * @param nodes how many there will be: a single one has no link to others
     * @param folder holds the data directories and logs
     */
    public record Launch(
            String program,
            String extra,
            List<String> flags,
            List<String> arguments,
            int portBase,
            int nodes,
            Path folder) {
        public Launch {
            flags = List.copyOf(flags);
            arguments = List.copyOf(arguments);
        }

        /** Of this run's nodes: whoever can read their environment owns them anyway. */
        String secret() {
            return "load-test-" + Integer.toHexString(folder.hashCode()) + "-" + portBase + "-not-for-production";
        }
    }

    /** @throws IllegalStateException if somebody is there already, whose answers would be taken for ours */
    public static void requireFree(int portBase) {
        for (int service : new int[] {HTTP, PILES}) {
            if (JavaProcess.answers(portBase + service)) {
                throw new IllegalStateException("端口已被占用，请换 --port-base / port " + (portBase + service)
                        + " is taken: another run? use --port-base and --work-dir");
            }
        }
    }

    public static ProductServer start(Launch launch) throws IOException, InterruptedException {
        ProductServer server = new ProductServer(launch);
        server.startNode(0);
        return server;
    }

    /** Up to so many nodes; those that run already stay. */
    public void grow(int count) throws IOException, InterruptedException {
        while (nodes.size() < count) {
            startNode(nodes.size());
        }
    }

    private void startNode(int k) throws IOException, InterruptedException {
        try {
            JavaProcess node = process(k);
            if (k < nodes.size()) {
                nodes.set(k, node);
            } else {
                nodes.add(node);
                startMillis.add(0L);
            }
            startMillis.set(k, node.awaitMillis(() -> takesPiles(k), READY_WITHIN_SECONDS));
        } catch (IOException | IllegalStateException failed) {
            close();
            throw failed;
        }
    }

    private JavaProcess process(int k) throws IOException {
        Path data = data(k);
        List<String> arguments = new ArrayList<>(launch.flags());
        arguments.addAll(program());
        arguments.add("--server.port=" + port(k, HTTP));
        arguments.add("--ohmgate.pile.port=" + port(k, PILES));
        arguments.add("--spring.rsocket.server.port=" + port(k, RSOCKET));
        if (launch.nodes() > 1) {
            arguments.add("--ohmgate.cluster.port=" + port(k, CLUSTER));
            arguments.add("--ohmgate.cluster.bind=127.0.0.1");
            arguments.add("--ohmgate.cluster.host=127.0.0.1");
        }
        arguments.add("--ohmgate.embedded.mariadb-port=" + port(k, MARIADB));
        arguments.add("--ohmgate.embedded.redis-port=" + port(k, REDIS));
        arguments.add("--ohmgate.data-dir=" + data);
        arguments.add("--ohmgate.node=node-" + (k + 1));
        arguments.add("--ohmgate.demo.enabled=false");
        // Drivers of a load test all come from one address.
        arguments.add("--ohmgate.sms.per-address-hourly=1000000");
        arguments.add("--ohmgate.sms.per-prefix-daily=1000000");
        arguments.add("--ohmgate.sms.daily=1000000");
        arguments.add("--ohmgate.http.requests-per-second=1000000");
        arguments.add("--ohmgate.http.requests-burst=1000000");
        arguments.add("--ohmgate.start.active-orders-max=100000");
        arguments.addAll(launch.arguments());
        Path folder = launch.folder().toAbsolutePath();
        return JavaProcess.start(arguments, environment(k), folder, folder.resolve("node-" + (k + 1) + ".log"));
    }

    private List<String> program() {
        if (!launch.program().endsWith(".jar") || launch.program().contains(":")) {
            return List.of("-cp", launch.program(), "io.ohmgate.api.OhmgateApplication");
        }
        return launch.extra().isEmpty()
                ? List.of("-jar", launch.program())
                : List.of(
                        "-cp",
                        launch.program() + ":" + launch.extra(),
                        "org.springframework.boot.loader.launch.JarLauncher");
    }

    /** By environment, since a command line is there for everybody to read. */
    private Map<String, String> environment(int k) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("OHMGATE_CLUSTER_SECRET", launch.secret());
        if (k == 0) {
            return environment;
        }
        environment.put("OHMGATE_DB_URL", "mysql://127.0.0.1:" + databasePort() + "/ohmgate");
        environment.put("OHMGATE_DB_USER", "ohmgate");
        environment.put("OHMGATE_DB_PASSWORD", secret("db-password"));
        environment.put("OHMGATE_DB_MIGRATION_USER", "ohmgate_owner");
        environment.put("OHMGATE_DB_MIGRATION_PASSWORD", secret("db-owner-password"));
        environment.put("OHMGATE_DB_SSL_MODE", "DISABLED");
        environment.put(
                "OHMGATE_REDIS_URL", "redis://:" + secret("redis-password") + "@127.0.0.1:" + redisPort() + "/0");
        return environment;
    }

    private String secret(String name) throws IOException {
        return Files.readString(data(0).resolve("secrets").resolve(name)).strip();
    }

    private boolean takesPiles(int k) {
        if (!JavaProcess.answers(port(k, PILES))) {
            return false;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(api(k).resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int port(int k, int service) {
        return launch.portBase() + k * PORTS_A_NODE + service;
    }

    private Path data(int k) {
        return launch.folder().toAbsolutePath().resolve("data-" + (k + 1));
    }

    public URI api(int k) {
        return URI.create("http://127.0.0.1:" + port(k, HTTP));
    }

    /** The product's own interface at the first node. */
    public Product product() {
        return new Product(api(0), data(0));
    }

    /** How long each node took from its start to taking piles. */
    public List<Long> startMillis() {
        return List.copyOf(startMillis);
    }

    /** The embedded database may have moved to the next free port; its own command line says where it is. */
    public int databasePort() {
        return mariaDb() == 0
                ? port(0, MARIADB)
                : ProcessTable.argument(mariaDb(), "--port=")
                        .map(Integer::parseInt)
                        .orElse(port(0, MARIADB));
    }

    private int redisPort() throws IOException {
        return Files.readAllLines(data(0).resolve("redis").resolve("redis.conf")).stream()
                .filter(line -> line.startsWith("port "))
                .map(line -> Integer.parseInt(line.substring(5).strip()))
                .findFirst()
                .orElse(port(0, REDIS));
    }

    public Store store() throws IOException {
        return new Store(databasePort(), "ohmgate", secret("db-password"));
    }

    public long mariaDb() {
        return pidIn(data(0).resolve("mariadb").resolve("mariadbd.pid"));
    }

    public long redis() {
        return pidIn(data(0).resolve("redis").resolve("redis.pid"));
    }

    private static long pidIn(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }

    /** As a power cut of one node; its embedded servers end with it. */
    public void kill(int k) throws InterruptedException {
        nodes.get(k).kill();
    }

    public long pid(int k) {
        return nodes.get(k).pid();
    }

    public void stop(int k) {
        nodes.get(k).close();
    }

    /** Starts a node again that was stopped or killed; the milliseconds until it takes piles. */
    public long restart(int k) throws IOException, InterruptedException {
        startNode(k);
        return startMillis.get(k);
    }

    public int size() {
        return nodes.size();
    }

    @Override
    public String name() {
        return "product";
    }

    @Override
    public List<String> targets() {
        List<String> targets = new ArrayList<>();
        for (int k = 0; k < nodes.size(); k++) {
            targets.add("127.0.0.1:" + port(k, PILES));
        }
        return targets;
    }

    @Override
    public List<Long> pids() {
        return nodes.stream().map(JavaProcess::pid).toList();
    }

    @Override
    public Map<String, List<Long>> processes() {
        Map<String, List<Long>> all = new LinkedHashMap<>();
        all.put(name(), pids());
        if (mariaDb() != 0) {
            all.put("mariadb", List.of(mariaDb()));
        }
        if (redis() != 0) {
            all.put("redis", List.of(redis()));
        }
        return all;
    }

    /** The first node last: the others use its servers. */
    @Override
    public void close() {
        nodes.reversed().forEach(JavaProcess::close);
    }
}
