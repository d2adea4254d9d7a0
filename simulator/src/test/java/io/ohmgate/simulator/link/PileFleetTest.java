package io.ohmgate.simulator.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.message.TradeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PileFleetTest {
    private static final PileNo FIRST = new PileNo("32010600000001");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static List<PileSpec> piles(int count) {
        return PileSpec.series(FIRST, count, Supply.DC, 1, 60_000);
    }

    private static void waitFor(String what, BooleanSupplier condition) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("still waiting for " + what).isBefore(until);
            Thread.sleep(50);
        }
    }

    @Test
    @Timeout(180)
    void aThousandPilesChargeOnOneLoopAndNoFrameIsLost() throws InterruptedException {
        int count = 1_000;
        try (TestPlatform platform = new TestPlatform();
                PileFleet fleet = PileFleet.start(
                        FleetOptions.to("127.0.0.1", platform.port(), 1)
                                .withConnectsPerSecond(500)
                                .withSources(FleetOptions.sourcesOf("127.0.2.1-8")),
                        piles(count),
                        PileScript.alwaysPlugged())) {
            waitFor("all charging", () -> fleet.statistics().charging() == count && platform.charging.size() == count);
            Thread.sleep(Duration.ofSeconds(10));
            platform.stopAll();
            waitFor("all confirmed", () -> fleet.statistics().recordsConfirmed() == count);
            waitFor(
                    "quiet",
                    () -> fleet.statistics().framesSent() == platform.framesHeard.sum()
                            && fleet.statistics().framesReceived() == platform.framesSaid.sum());

            FleetStatistics end = fleet.statistics();
            assertThat(end.online()).isEqualTo(count);
            assertThat(end.recordsUnconfirmed()).isZero();
            assertThat(end.connectionsLost() + end.hangUps() + end.overflows() + end.unreadableFrames())
                    .isZero();
            assertThat(platform.records).hasSize(count);
            assertThat(platform.anomalies).isEmpty();
            assertThat(platform.sources).hasSize(8);
        }
    }

    @Test
    @Timeout(60)
    void aDriverPlugsChargesAndPullsThePlug() throws Exception {
        GunId gun = FIRST.gun(1);
        try (TestPlatform platform = new TestPlatform();
                PileFleet fleet = PileFleet.start(
                        FleetOptions.to("127.0.0.1", platform.port(), 1), piles(1), PileScript.nobody())) {
            waitFor("online", () -> fleet.statistics().online() == 1);
            GunView plugged = fleet.plug(gun).toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(plugged.plugged()).isTrue();
            waitFor("charging", () -> fleet.statistics().charging() == 1);
            fleet.unplug(gun).toCompletableFuture().get(5, TimeUnit.SECONDS);
            waitFor("the record", () -> fleet.statistics().recordsConfirmed() == 1);

            TradeRecord trade = platform.records.values().iterator().next();
            assertThat(trade.stopReason()).isEqualTo(0x6B);
        }
    }

    @Test
    @Timeout(60)
    void chargesSurviveARestartOfThePlatform() throws Exception {
        GunId gun = FIRST.gun(1);
        TestPlatform before = new TestPlatform();
        int port = before.port();
        try (PileFleet fleet =
                PileFleet.start(FleetOptions.to("127.0.0.1", port, 1), piles(1), PileScript.alwaysPlugged())) {
            waitFor("charging", () -> fleet.statistics().charging() == 1);
            before.close();
            waitFor("the loss", () -> fleet.statistics().online() == 0);
            fleet.unplug(gun).toCompletableFuture().get(5, TimeUnit.SECONDS);
            assertThat(fleet.statistics().recordsUnconfirmed()).isOne();
            try (TestPlatform after = new TestPlatform(port)) {
                waitFor("the record", () -> after.records.size() == 1);
                waitFor("its confirmation", () -> fleet.statistics().recordsUnconfirmed() == 0);
            }
        }
    }

    @ParameterizedTest
    @Timeout(60)
    @CsvSource({
        "crcOrder=BE, CRC_HIGH_BYTE_FIRST",
        "lengthWithoutPlus4, LENGTH_WITHOUT_HEADER",
        "splitAfter=3,",
        "twoFramesInOneWrite,",
        "bigEndianSequence,",
        "ownSequenceInReplies,"
    })
    void oddFramesAreStillUnderstood(String fault, @Nullable Anomaly expected) throws Exception {
        PilePlan plan =
                PilePlan.good(piles(1).getFirst(), PileScript.alwaysPlugged()).with(fault);
        try (TestPlatform platform = new TestPlatform();
                PileFleet fleet = PileFleet.start(FleetOptions.to("127.0.0.1", platform.port(), 1), List.of(plan))) {
            waitFor("charging", () -> fleet.statistics().charging() == 1);
            waitFor("its report", () -> platform.charging.size() == 1);

            if (expected == null) {
                assertThat(platform.anomalies).isEmpty();
            } else {
                assertThat(platform.anomalies).containsExactly(expected);
            }
        }
    }

    @Test
    void aFaultThatDoesNotExistIsNamedWithThoseThatDo() {
        PilePlan plan = PilePlan.good(piles(1).getFirst(), PileScript.nobody());

        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.with("explode"))
                .withMessageContaining("ignoreStop");
    }
}
