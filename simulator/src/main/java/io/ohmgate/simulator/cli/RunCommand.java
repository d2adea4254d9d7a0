package io.ohmgate.simulator.cli;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.FleetStatistics;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.link.PilePlan;
import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.pile.Quirk;
import io.ohmgate.simulator.script.Cards;
import io.ohmgate.simulator.script.PileScript;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs piles against a platform. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "运行 N 个模拟桩连接平台；结束时给出结论（退出码 0 通过，1 未通过）。",
            "Runs N simulated piles against a platform; ends with a verdict (exit code 0 passed, 1 failed)."
        })
final class RunCommand implements Callable<Integer> {
    /** Who comes to the guns. */
    enum People {
        NOBODY,
        PLUGGED,
        DAY,
        CARDS,
        BUSY
    }

    /** So long before the end the unconfirmed records are watched: one that has just been made is no failure. */
    private static final int WATCHED_SECONDS = 5;

    private static final long FIRST_CARD = 0xD1000000L;

    @Option(
            names = "--piles",
            defaultValue = "1",
            description = {"桩数量，1…100000（默认 ${DEFAULT-VALUE}）。", "How many piles."})
    private int piles;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = {"平台地址（默认 ${DEFAULT-VALUE}）。", "The platform."})
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8768",
            description = {"平台端口（默认 ${DEFAULT-VALUE}）。", "Its port."})
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = {"随机种子，相同种子行为相同（默认 ${DEFAULT-VALUE}）。", "The same seed gives the same lives."})
    private long seed;

    @Option(
            names = "--first-pile",
            defaultValue = "32010600000001",
            description = {"第一个桩编号，其后递增（默认 ${DEFAULT-VALUE}）。", "The first pile number; the others follow."})
    private String firstPile = "";

    @Option(
            names = "--kind",
            defaultValue = "DC",
            description = {"DC 直流 / AC 交流（默认 ${DEFAULT-VALUE}）。", "DC or AC."})
    private Supply kind = Supply.DC;

    @Option(
            names = "--guns",
            defaultValue = "2",
            description = {"每桩枪数（默认 ${DEFAULT-VALUE}）。", "Guns of each pile."})
    private int guns;

    @Option(
            names = "--kw",
            description = {"每枪额定功率 kW（默认直流 120、交流 7）。", "Rated power of each gun; 120 for DC, 7 for AC."})
    private @Nullable Integer kilowatts;

    @Option(
            names = "--minutes",
            description = {"运行分钟数；不给则直到 Ctrl-C。", "How long; until Ctrl-C if not given."})
    private @Nullable Integer minutes;

    @Option(
            names = "--people",
            defaultValue = "DAY",
            description = {
                "${COMPLETION-CANDIDATES}：无人 / 一直插枪 / 真实的一天（App 启动）/ 一天（刷卡）/ 连续刷卡充电（默认 ${DEFAULT-VALUE}）。",
                "Nobody; always plugged; a believable day by app; the same by card; back to back by card."
            })
    private People people = People.DAY;

    @Option(
            names = "--cards",
            defaultValue = "1000",
            description = {
                "刷卡时使用的卡数，物理卡号从 00000000D1000000 起（默认 ${DEFAULT-VALUE}）。",
                "Cards in use, from 00000000D1000000."
            })
    private int cards;

    @Option(
            names = "--fault",
            description = {
                "异常行为 名称[=值]，可重复；名称见 --list-faults。",
                "A misbehaviour, name[=value], may be repeated; see --list-faults."
            })
    private List<String> faults = List.of();

    @Option(
            names = "--fault-share",
            defaultValue = "100",
            description = {
                "有异常行为的桩的百分比，按种子选取（默认 ${DEFAULT-VALUE}）。",
                "Percentage of piles that misbehave, chosen by the seed."
            })
    private int faultShare;

    @Option(
            names = "--list-faults",
            description = {"列出异常行为。", "Lists the misbehaviours."})
    private boolean listFaults;

    @Option(
            names = "--time-lapse",
            defaultValue = "1",
            description = {
                "电池与电量的加速倍数；时钟、定时器与记录时间不加速（默认 ${DEFAULT-VALUE}）。",
                "Battery and energy run so many times faster; clock, timers and record times do not."
            })
    private int timeLapse;

    @Option(
            names = "--ramp",
            defaultValue = "" + FleetOptions.CONNECTS_PER_SECOND,
            description = {"每秒新建连接数（默认 ${DEFAULT-VALUE}）。", "New connections a second."})
    private int ramp;

    @Option(
            names = "--sources",
            description = {"本地源地址，如 127.0.2.1-8。", "Local source addresses, such as 127.0.2.1-8."})
    private @Nullable String sources;

    @Option(
            names = "--per-socket",
            defaultValue = "1",
            description = {"每个连接上的桩数，1…16（集中器，默认 ${DEFAULT-VALUE}）。", "Piles on each socket, behind a concentrator."})
    private int perSocket;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = {"事件循环线程数（默认 ${DEFAULT-VALUE}）。", "Event loops."})
    private int threads;

    @Option(
            names = "--report",
            defaultValue = "10",
            description = {"统计输出间隔秒（默认 ${DEFAULT-VALUE}）。", "Seconds between two lines of statistics."})
    private int reportSeconds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        if (listFaults) {
            for (Quirk<?> quirk : Quirk.all().values()) {
                out.printf("%-32s %s / %s%n", quirk.form(), quirk.chinese(), quirk.english());
            }
            out.flush();
            return 0;
        }
        List<PilePlan> plans;
        FleetOptions options;
        try {
            plans = plans();
            options = options();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec().commandLine(), wrong.getMessage(), wrong);
        }
        out.printf("seed %d · %d piles · %s:%d%n", seed, plans.size(), host, port);
        out.flush();
        try (PileFleet fleet = PileFleet.start(options, plans)) {
            return watch(fleet, out) ? 0 : Simulator.FAILED;
        }
    }

    private List<PilePlan> plans() {
        int watts = 1000 * (kilowatts != null ? kilowatts : kind == Supply.DC ? 120 : 7);
        PileScript script = script();
        Behaviour behaviour = Behaviour.GOOD.withTimeLapse(timeLapse);
        SplittableRandom choice = new SplittableRandom(seed);
        List<PilePlan> plans = new ArrayList<>();
        for (PileSpec each : PileSpec.series(new PileNo(firstPile), piles, kind, guns, watts)) {
            PilePlan plan = new PilePlan(each, behaviour, script);
            if (choice.nextInt(100) < faultShare) {
                for (String fault : faults) {
                    plan = plan.with(fault);
                }
            }
            plans.add(plan);
        }
        return plans;
    }

    private PileScript script() {
        Cards known = new Cards(FIRST_CARD, cards);
        return switch (people) {
            case NOBODY -> PileScript.nobody();
            case PLUGGED -> PileScript.alwaysPlugged();
            case DAY -> PileScript.believableDay(FleetOptions.CHINA);
            case CARDS -> PileScript.believableDayWithCards(FleetOptions.CHINA, known);
            case BUSY -> PileScript.busy(known, Duration.ofMinutes(2), Duration.ofSeconds(10));
        };
    }

    private FleetOptions options() {
        return FleetOptions.to(host, port, seed)
                .withThreads(threads)
                .withConnectsPerSecond(ramp)
                .withPilesPerSocket(perSocket)
                .withSources(sources == null ? List.of() : FleetOptions.sourcesOf(sources));
    }

    private boolean watch(PileFleet fleet, PrintWriter out) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.countDown();
            awaitQuietly(closed);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        long seconds = minutes == null ? Long.MAX_VALUE : 60L * minutes;
        long leastUnconfirmed = Long.MAX_VALUE;
        for (long second = 1; second <= seconds && !stop.await(1, TimeUnit.SECONDS); second++) {
            FleetStatistics now = fleet.statistics();
            boolean watched = second > seconds - WATCHED_SECONDS;
            leastUnconfirmed = watched ? Math.min(leastUnconfirmed, now.recordsUnconfirmed()) : Long.MAX_VALUE;
            if (second % reportSeconds == 0) {
                out.println(line(now));
                out.flush();
            }
        }
        FleetStatistics end = fleet.statistics();
        long unconfirmed = Math.min(leastUnconfirmed, end.recordsUnconfirmed());
        boolean passed = end.online() == end.piles() && end.unreadableFrames() == 0 && unconfirmed == 0;
        out.println(line(end));
        out.printf("%s%n", passed ? "通过 / passed" : "未通过 / failed: " + why(end, unconfirmed));
        out.flush();
        closed.countDown();
        return passed;
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(WATCHED_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String line(FleetStatistics s) {
        return ("online %d/%d  charging %d  charges %d/%d  frames %d↑ %d↓  records sent %d confirmed %d unconfirmed %d"
                        + "  connects %d lost %d hung up %d  unreadable %d overflows %d")
                .formatted(
                        s.online(),
                        s.piles(),
                        s.charging(),
                        s.chargesEnded(),
                        s.chargesStarted(),
                        s.framesSent(),
                        s.framesReceived(),
                        s.recordsSent(),
                        s.recordsConfirmed(),
                        s.recordsUnconfirmed(),
                        s.connects(),
                        s.connectionsLost(),
                        s.hangUps(),
                        s.unreadableFrames(),
                        s.overflows());
    }

    private static String why(FleetStatistics s, long unconfirmed) {
        return "online %d/%d, unreadable frames %d, unconfirmed records %d"
                .formatted(s.online(), s.piles(), s.unreadableFrames(), unconfirmed);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
