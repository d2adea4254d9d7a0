package io.ohmgate.loadtest.scenario;

import io.ohmgate.loadtest.driver.Fleet;
import io.ohmgate.loadtest.driver.Followers;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.driver.Plan;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.LatencySeries;
import io.ohmgate.loadtest.measure.Watch;
import io.ohmgate.loadtest.product.Product;
import io.ohmgate.loadtest.product.ProductServer;
import io.ohmgate.loadtest.report.Result.Check;
import io.ohmgate.loadtest.report.Result.Run;
import io.ohmgate.loadtest.report.Result.Subject;
import io.ohmgate.loadtest.report.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** 跟单推送. Thousands of WebSocket clients, each following an order of its driver's; how far each is behind the gun. */
@Command(
        name = "followers",
        mixinStandardHelpOptions = true,
        description = "大量 WebSocket 客户端跟踪充电订单：各落后多少 / WebSocket clients that follow live orders: how far behind")
public final class FollowersCommand extends ScenarioCommand {
    /** What the product allows a user. */
    private static final int SOCKETS_A_DRIVER = 5;

    @Option(names = "--clients", defaultValue = "10000", description = "WebSocket 客户端数 / clients")
    private int clients;

    @Option(names = "--report-millis", defaultValue = "5000", description = "每桩 0x13 间隔 / between reports of a pile")
    private long reportMillis;

    @Option(names = "--seconds", defaultValue = "60", description = "测量时长 / seconds measured")
    private int seconds;

    @Override
    String id() {
        return "followers";
    }

    @Override
    String title() {
        return String.format(Locale.ROOT, "跟单推送 / %,d followers of live orders", clients);
    }

    @Override
    Map<String, String> options() {
        return Map.of("clients", Integer.toString(clients), "reportMillis", Long.toString(reportMillis));
    }

    @Override
    Run once(int number) throws IOException, InterruptedException {
        int charges = (clients + SOCKETS_A_DRIVER - 1) / SOCKETS_A_DRIVER;
        rig.drivers = charges;
        Map<String, Double> figures = new TreeMap<>();
        try (ProductServer server = rig.product(charges, List.of())) {
            Plan plan = rig.plan(server, charges, Plan.AfterLogin.PRICES);
            Product product = server.product();
            LiveOrders orders = new LiveOrders(product, rig.ground(), charges, plan.run());
            try (Fleet fleet = Fleet.start(plan);
                    Followers followers = new Followers(server.api(0).getPort(), orders::reportDue)) {
                fleet.listen(orders);
                fleet.traffic(new Traffic(10_000, reportMillis, 1));
                fleet.logIn(charges * 5L, 60);
                Thread.sleep(5_000);
                Rig.say("product: starting " + charges + " charges");
                orders.startAll(Duration.ofMillis(charges * 25L));
                Rig.say("product: " + clients + " clients follow");
                follow(product, orders, followers);
                int subscribed = followers.subscribed();
                LatencySeries series = followers.listen(seconds);
                try (Watch watch = Watch.over(server.processes())) {
                    Thread.sleep(seconds * 1_000L + 3_000);
                    Latency behind = series.digest();
                    double expected = (double) subscribed * seconds * 1_000 / reportMillis;
                    figures.put("clients", (double) subscribed);
                    figures.put("messagesPerSecond", followers.heard() / (double) seconds);
                    figures.put("reportsSeenPercent", 100 * followers.heard() / Math.max(1, expected));
                    return new Run(
                            number,
                            List.of(new Subject("product", figures, Map.of("follow", behind), watch.end(), List.of())),
                            List.of(
                                    new Check(
                                            "charges started",
                                            orders.started() >= charges,
                                            orders.started() + " of " + charges + " " + orders.refusals()),
                                    new Check(
                                            "clients subscribed", subscribed == clients, subscribed + " of " + clients),
                                    new Check(
                                            "clients lost", followers.lost() == 0, Integer.toString(followers.lost())),
                                    new Check(
                                            "reports seen",
                                            followers.heard() >= expected * 0.97,
                                            followers.heard() + " of about " + Math.round(expected))));
                }
            }
        }
    }

    private void follow(Product product, LiveOrders orders, Followers followers)
            throws IOException, InterruptedException {
        for (int i = 0; i < clients; i++) {
            int pile = i / SOCKETS_A_DRIVER;
            String order = orders.order(pile);
            if (order == null) {
                continue;
            }
            String ticket = product.post("/api/v1/ws-tickets", orders.token(pile), null, "")
                    .orThrow("ticket")
                    .get("ticket")
                    .asString();
            followers.follow(pile, order, ticket, i);
        }
        for (int i = 0; i < 30 && followers.subscribed() < clients; i++) {
            Thread.sleep(1_000);
        }
    }

    @Override
    List<Target> targets(List<Run> runs) {
        return List.of(
                Target.atLeast(
                        "followers.clients",
                        "同时跟单的客户端",
                        "clients that follow at once",
                        "",
                        clients,
                        Ratios.of(runs, "clients")),
                Target.atMost(
                        "followers.behind",
                        "最落后的一次推送",
                        "the one most behind",
                        "ms",
                        1_000,
                        Ratios.latency(runs, "follow", Latency::max)));
    }
}
