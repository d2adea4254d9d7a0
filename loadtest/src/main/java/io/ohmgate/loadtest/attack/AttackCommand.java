package io.ohmgate.loadtest.attack;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.product.Ground;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.simulator.pile.PileSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 端口受攻击：没有会话产生、没有错误日志、其他桩的心跳不变慢。 Exit code 1 if any of the three does not hold. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = "随机桩号、乱码、HTTP、TLS、SSH、半帧、慢写、克隆同时冲击端口，并测量其他桩的心跳"
                + " / everything that is no pile at the port, while good piles' heartbeats are timed")
public final class AttackCommand implements Callable<Integer> {
    /** On a shared machine the same quiet minute differs by this much from one run to the next. */
    private static final double TIMES_MAX = 2;

    private static final long SLACK_MICROS = 10_000;

    @Option(names = "--api", defaultValue = "http://127.0.0.1:8080", description = "产品地址 / the product")
    private URI api = URI.create("http://127.0.0.1:8080");

    @Option(names = "--pile-port", defaultValue = "8768", description = "充电桩端口 / where piles dial in")
    private int pilePort;

    @Option(names = "--data-dir", defaultValue = "data", description = "产品的数据目录 / the product's data directory")
    private Path dataDir = Path.of("data");

    @Option(names = "--seconds", defaultValue = "120", description = "攻击时长 / how long the attack lasts")
    private int seconds;

    @Option(
            names = "--quiet-seconds",
            defaultValue = "30",
            description = "前后各测多久 / how long it is quiet before and after")
    private int quietSeconds;

    @Option(names = "--numbers", defaultValue = "10000", description = "尝试的随机桩号数 / random pile numbers to try")
    private int numbers;

    @Option(names = "--piles", defaultValue = "20", description = "被测量的正常桩数 / good piles whose heartbeats are timed")
    private int piles;

    @Option(names = "--no-attack", description = "只测量，攻击由另一进程或机器发起 / only measure; another process or machine attacks")
    private boolean noAttack;

    @Option(names = "--no-measure", description = "只攻击 / only attack")
    private boolean noMeasure;

    @Option(names = "--seed", defaultValue = "1", description = "随机种子 / seed")
    private long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Product product = new Product(api, dataDir);
        Ground ground = Ground.prepare(product, piles, 0, System.currentTimeMillis() / 1000);
        List<PileNo> good = ground.piles().stream().map(PileSpec::pileNo).toList();
        InetSocketAddress port = new InetSocketAddress(InetAddress.getLoopbackAddress(), pilePort);
        if (noMeasure) {
            Attack.Result alone = attack(port, good.getFirst());
            print(alone);
            return alone.letIn() == 0 ? 0 : 1;
        }
        try (Heartbeats beats = Heartbeats.start(port, good)) {
            Thread.sleep(2_000);
            beats.phaseOver();
            Duration quiet = Duration.ofSeconds(quietSeconds);
            Thread.sleep(quiet);
            Histogram before = beats.phaseOver();
            Gauge start = Gauge.of(product, ground.adminToken());
            Attack.Result result = attack(port, good.getFirst());
            Histogram during = beats.phaseOver();
            Gauge end = Gauge.of(product, ground.adminToken());
            Thread.sleep(quiet);
            Histogram after = beats.phaseOver();
            return report(result, start, end, before, during, after, beats.lost()) ? 0 : 1;
        }
    }

    private Attack.Result attack(InetSocketAddress port, PileNo victim) throws InterruptedException {
        if (noAttack) {
            Thread.sleep(Duration.ofSeconds(seconds));
            return Attack.Result.NOTHING;
        }
        return new Attack(port, Duration.ofSeconds(seconds), numbers, victim, seed).run();
    }

    private static void print(Attack.Result result) {
        System.out.println();
        System.out.printf(Locale.ROOT, "%-18s %12s %12s%n", "attack", "connections", "hung up on");
        result.connections()
                .forEach((kind, count) -> System.out.printf(
                        Locale.ROOT,
                        "%-18s %12d %12d%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        count,
                        result.refused().getOrDefault(kind, 0L)));
        System.out.println("random numbers tried " + result.numbersTried() + ", let in " + result.letIn());
    }

    private static boolean report(
            Attack.Result result,
            Gauge start,
            Gauge end,
            Histogram before,
            Histogram during,
            Histogram after,
            int lost) {
        print(result);
        System.out.println();
        System.out.printf(
                Locale.ROOT, "%-28s %9s %9s %9s %9s%n", "heartbeat, ms from due", "count", "p50", "p99", "max");
        row("quiet before", before);
        row("under attack", during);
        row("quiet after", after);
        System.out.println();
        double made = end.accepted - start.accepted;
        double errors = end.errors - start.errors;
        System.out.println("sessions made " + made + ", errors logged " + errors + ", warnings logged "
                + (end.warnings - start.warnings) + ", good piles that lost their connection " + lost);
        boolean calm = isUnchanged(before, during, after);
        boolean good = calm && result.letIn() == 0 && made == 0 && errors == 0 && lost == 0;
        System.out.println(good ? "GOOD: nobody let in, nothing logged as an error, heartbeats unchanged" : "NOT GOOD");
        return good;
    }

    static boolean isUnchanged(Histogram before, Histogram during, Histogram after) {
        long quiet = Math.max(before.getValueAtPercentile(99), after.getValueAtPercentile(99));
        return during.getValueAtPercentile(99) <= quiet * TIMES_MAX + SLACK_MICROS;
    }

    private static void row(String name, Histogram micros) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %9d %9.2f %9.2f %9.2f%n",
                name,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    /** What the product counts of itself. */
    private record Gauge(double accepted, double errors, double warnings) {
        static Gauge of(Product product, String token) throws IOException, InterruptedException {
            String text = product.text("/actuator/prometheus", token);
            return new Gauge(
                    sum(text, "ohmgate_sessions_logins_total{", "result=\"accepted\""),
                    sum(text, "logback_events_total{", "level=\"error\""),
                    sum(text, "logback_events_total{", "level=\"warn\""));
        }

        private static double sum(String text, String name, String label) {
            List<String> lines = text.lines()
                    .filter(line -> line.startsWith(name) && line.contains(label))
                    .toList();
            if (lines.isEmpty()) {
                throw new IllegalStateException("the product does not tell " + name + label);
            }
            return lines.stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
