package io.ohmgate.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.link.FleetOptions;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.link.PilePlan;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.platform.Answers;
import io.ohmgate.simulator.platform.SmallPlatform;
import io.ohmgate.simulator.scenario.Verdict.Outcome;
import io.ohmgate.simulator.script.PileScript;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of the house tried on each other: what is right passes, and what is wrong fails on its line. */
@Timeout(120)
class CertificationTest {
    private static final PileNo PILE = new PileNo("32010600000001");

    private static final Map<String, Callable<Verdict>> PLAYS = Map.of(
            "good platform", () -> ofPlatform("7.4-vin"),
            "generous platform", () -> ofPlatform("7.4-card-unknown"),
            "nobody there", () -> ofPlatform("7.3-remote-start"),
            "good pile", () -> ofPile("pile-7.7-cards"),
            "good start", () -> ofPile("pile-7.3-start"),
            "refusing pile", () -> ofPile("pile-7.7-cards", "refuseCommands"),
            "silent pile", () -> ofPile("pile-7.3-start", "noStartReply"));

    /** They mostly wait: at the same time they take no longer than the longest of them. */
    private static ExecutorService threads;

    private static Map<String, Future<Verdict>> verdicts;

    @BeforeAll
    static void play() {
        threads = Executors.newFixedThreadPool(PLAYS.size());
        verdicts = PLAYS.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> threads.submit(each.getValue())));
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    private static Verdict verdict(String play) throws Exception {
        return Objects.requireNonNull(verdicts.get(play)).get();
    }

    private static Verdict ofPlatform(String scenario) throws InterruptedException {
        SmallPlatform.Ear nobody = (PileNo pileNo, ByteBuf frame) -> {};
        try (SmallPlatform platform = new SmallPlatform("127.0.0.1", 0, new Answers(), nobody, System::nanoTime)) {
            Opposite opposite = new Opposite("127.0.0.1", platform.port(), PILE, 1, Map.of());
            return new Certification(opposite, null, InstantSource.system()).play(ScenarioLibrary.named(scenario));
        }
    }

    private static Verdict ofPile(String scenario, String... quirks) throws InterruptedException, IOException {
        int port = freePort();
        PilePlan plan = PilePlan.good(new PileSpec(PILE, Supply.DC, 2, 60_000), PileScript.nobody());
        for (String quirk : quirks) {
            plan = plan.with(quirk);
        }
        try (PileFleet fleet = PileFleet.start(FleetOptions.to("127.0.0.1", port, 1), List.of(plan))) {
            Predicate<String> people = what -> {
                List<String> words = List.of(what.split(" ", -1));
                if (words.getFirst().equals("plug")) {
                    fleet.plug(PILE.gun(Integer.parseInt(words.get(1))))
                            .toCompletableFuture()
                            .join();
                }
                return true;
            };
            Opposite opposite = new Opposite("127.0.0.1", port, PILE, 1, Map.of());
            return new Certification(opposite, people, InstantSource.system()).play(ScenarioLibrary.named(scenario));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aPlatformThatKeepsToTheBookPasses() throws Exception {
        assertPassed(verdict("good platform"));
    }

    @Test
    void aPlatformThatLetsEveryCardChargeFailsOnTheLineThatSaysSo() throws Exception {
        Verdict verdict = verdict("generous platform");

        assertThat(verdict.failed()).isTrue();
        assertThat(verdict.reason()).startsWith("line 12: no 0x32").contains("authResult=1");
    }

    @Test
    void aScenarioThatNeedsSomebodyIsSkippedIfNobodyIsThere() throws Exception {
        assertThat(verdict("nobody there").outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @Test
    void aGoodPilePassesItsCardsAndItsStart() throws Exception {
        assertPassed(verdict("good pile"));
        assertPassed(verdict("good start"));
    }

    @Test
    void aPileThatRefusesItsCardsFails() throws Exception {
        assertThat(verdict("refusing pile").reason()).contains("saveResult=0");
    }

    @Test
    void aPileThatStartsWithoutAWordFails() throws Exception {
        assertThat(verdict("silent pile").reason()).contains("no 0x33");
    }

    private static void assertPassed(Verdict verdict) {
        assertThat(verdict.reason()).isEmpty();
        assertThat(verdict.outcome()).isEqualTo(Outcome.PASSED);
    }
}
