package io.ohmgate.loadtest.charges;

import io.ohmgate.loadtest.product.Ground;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.simulator.link.FleetOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 充电：n 个模拟桩，每枪充电 m 分钟. Exit code 1 if not every order was settled. */
@Command(
        name = "charges",
        mixinStandardHelpOptions = true,
        description = "n 个模拟桩，每枪充电 m 分钟 / n simulated piles, a charge of m minutes on every gun")
public final class ChargesCommand implements Callable<Integer> {
    private static final int LOOPS = 2;
    private static final int CONNECTS_PER_SECOND = 200;

    @Option(names = "--api", defaultValue = "http://127.0.0.1:8080", description = "产品地址 / the product")
    private URI api = URI.create("http://127.0.0.1:8080");

    @Option(names = "--pile-port", defaultValue = "8768", description = "充电桩端口 / where piles dial in")
    private int pilePort;

    @Option(names = "--data-dir", defaultValue = "data", description = "产品的数据目录 / the product's data directory")
    private Path dataDir = Path.of("data");

    @Option(names = "--piles", defaultValue = "100", description = "桩数，每桩 2 枪 / piles, two guns each")
    private int piles;

    @Option(names = "--minutes", defaultValue = "2", description = "每次充电分钟数 / minutes a charge")
    private int minutes;

    @Option(names = "--drivers", defaultValue = "10", description = "车主数，每人可有多笔订单 / drivers who share the orders")
    private int drivers;

    @Option(names = "--seed", defaultValue = "1", description = "随机种子 / seed of the piles")
    private long seed;

    @Option(names = "--out", defaultValue = "loadtest.json", description = "结果文件 / result file")
    private Path out = Path.of("loadtest.json");

    @Override
    public Integer call() throws Exception {
        long run = System.currentTimeMillis() / 1000;
        Product product = new Product(api, dataDir);
        Ground ground = Ground.prepare(product, piles, drivers, run);
        System.out.println(
                piles + " piles, " + piles * Ground.GUNS + " guns, charges of " + minutes + " min, seed " + seed);
        FleetOptions options = FleetOptions.to("127.0.0.1", pilePort, seed)
                .withThreads(LOOPS)
                .withConnectsPerSecond(CONNECTS_PER_SECOND);
        Charges.Result result = new Charges(product, ground, Duration.ofMinutes(minutes), run).run(options);
        ChargesReport report = new ChargesReport(result);
        report.print(System.out);
        Files.writeString(out, report.json(product.json()));
        return result.good() ? 0 : 1;
    }
}
