package io.ohmgate.gateway.record;

import static io.ohmgate.gateway.record.GatewayStage.DRIVER;
import static io.ohmgate.gateway.record.GatewayStage.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Journal;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A2, A3, A4, C5, C6 and what a settlement decides, on tables with transactions. */
class RecordSettlementTest {
    private final GatewayStage stage = new GatewayStage();

    @Test
    void aRecordSentAnyNumberOfTimesSettlesOnceAndIsConfirmedEachTime() {
        RandomGenerator random = new Random(7);
        for (int n = 1; n <= 50; n++) {
            GatewayStage fresh = new GatewayStage();
            ChargingOrder order = fresh.charging(10);
            AtomicInteger confirmations = new AtomicInteger();
            for (int i = 0; i < n; i++) {
                fresh.sendsRecord(record(order.tradeNo(), 100_000), confirmations::incrementAndGet);
                switch (random.nextInt(6)) {
                    case 0 -> fresh.passes(random.nextInt(120));
                    case 1 -> fresh.db.fail(random.nextInt(3));
                    case 2 -> fresh.db.loseAnswers(random.nextInt(3));
                    case 3 -> fresh.reportsIdle();
                    case 4 -> fresh.reportsCharging(order.tradeNo(), 20);
                    default -> fresh.answersStart(order, StartAnswer.ACCEPTED);
                }
            }
            fresh.passes(Duration.ofMinutes(5));
            assertThat(confirmations).as("%s copies", n).hasValue(n);
            assertThat(fresh.db.journals()).as("%s copies", n).hasSize(1);
            assertThat(fresh.balance()).as("%s copies", n).isEqualTo(new Money(98_500));
            assertThat(fresh.db.order(order.id()).state()).isEqualTo(OrderState.SETTLED);
        }
    }

    @Test
    void anotherContentUnderTheSameNumberIsKeptBesideAndQuarantined() {
        ChargingOrder order = stage.charging(10);
        AtomicInteger confirmations = new AtomicInteger();
        stage.sendsRecord(record(order.tradeNo(), 100_000), confirmations::incrementAndGet);
        stage.sendsRecord(record(order.tradeNo(), 90_000), confirmations::incrementAndGet);
        stage.sendsRecord(record(order.tradeNo(), 100_000), confirmations::incrementAndGet);
        stage.passes(5);
        assertThat(confirmations).hasValue(3);
        assertThat(stage.db.records())
                .extracting(MemoryDatabase.Row::state)
                .containsExactly(InboxState.SETTLED, InboxState.QUARANTINED);
        assertThat(stage.db.records().getLast().reason()).isEqualTo("OTHER_CONTENT");
        assertThat(stage.balance()).isEqualTo(new Money(98_500));
        assertThat(stage.told(OrderNotice.RecordQuarantined.class)).isTrue();
    }

    @Test
    void theSameContentInAFrameWithAnotherSequenceNumberIsTheSameRecord() {
        TradeNo tradeNo = stage.charging(10).tradeNo();
        RawRecord first = record(tradeNo, 10_000);
        byte[] other = first.frame();
        other[0] = 'H';
        stage.sendsRecord(first, () -> {});
        stage.sendsRecord(new RawRecord("test", first.fields(), other, 5, other.length), () -> {});
        stage.passes(5);
        assertThat(stage.db.records()).hasSize(1);
    }

    @Test
    void aThousandUnknownNumbersBecomeAThousandOrphans() {
        AtomicInteger confirmations = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            TradeNo unknown = new TradeNo(String.format("9%031d", i));
            stage.sendsRecord(record(unknown, 10_000), confirmations::incrementAndGet);
        }
        stage.passes(60);
        assertThat(confirmations).hasValue(1_000);
        assertThat(stage.db.orders())
                .hasSize(1_000)
                .allMatch(order -> order.terms().orphan() && order.state() == OrderState.IN_REVIEW);
        assertThat(stage.db.records()).allMatch(row -> row.state() == InboxState.ORPHANED);
    }

    @Test
    void aBillFarFromOursWaitsForAPersonAndReleasesTheUndisputedHold() {
        ChargingOrder order = stage.charging(10);
        stage.sendsRecord(record(order.tradeNo(), 100_000, 250_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.IN_REVIEW);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(2_500));
        assertThat(stage.db.journals()).isEmpty();
        assertThat(stage.told(OrderNotice.BillHeld.class)).isTrue();
    }

    @Test
    void aRecordAgainstPhysicsIsQuarantinedAndKeepsTheHold() {
        ChargingOrder order = stage.charging(10);
        // 5,000 kWh in ten hours from a pile of 120 kW.
        stage.sendsRecord(record(order.tradeNo(), 50_000_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.records()).extracting(MemoryDatabase.Row::state).containsExactly(InboxState.QUARANTINED);
        assertThat(stage.db.records())
                .first()
                .extracting(MemoryDatabase.Row::reason)
                .asString()
                .contains("POWER_IMPOSSIBLE");
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.IN_REVIEW);
        assertThat(stage.db.wallet(DRIVER).held()).isEqualTo(new Money(50_000));
    }

    @Test
    void aZeroRecordOfAFailedStartCostsNothing() {
        ChargingOrder order = stage.start();
        stage.answersStart(order, StartAnswer.PILE_FAULT);
        stage.sendsRecord(record(order.tradeNo(), 0), () -> {});
        stage.passes(2);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.START_FAILED);
        assertThat(stage.db.records()).extracting(MemoryDatabase.Row::state).containsExactly(InboxState.SETTLED);
        assertThat(stage.db.journals()).isEmpty();
        assertThat(stage.balance()).isEqualTo(new Money(100_000));
    }

    @Test
    void aRecordBeforeTheStopAnswerAndIdleAfterItChangeNothingMore() {
        ChargingOrder order = stage.charging(10);
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.passes(2);
        long version = stage.db.order(order.id()).version();
        stage.reportsIdle();
        stage.reportsIdle();
        stage.answersStart(order, StartAnswer.ACCEPTED);
        stage.passes(Duration.ofHours(25));
        assertThat(stage.db.order(order.id()).version()).isEqualTo(version);
    }

    @Test
    void aRecordOfAnOrderThatIsLongAPersonsMatterStillSettles() {
        ChargingOrder order = stage.charging(10);
        stage.reportsIdle();
        stage.reportsIdle();
        stage.passes(Duration.ofHours(25));
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.NEEDS_PERSON);
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.passes(2);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.SETTLED);
        assertThat(stage.balance()).isEqualTo(new Money(98_500));
    }

    @Test
    void whatIsKeptButNotSettledIsSettledAfterARestart() {
        ChargingOrder order = stage.charging(10);
        stage.settler.dispose();
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.passes(60);
        assertThat(stage.db.journals()).isEmpty();
        GatewayStage next = stage.restarted();
        next.passes(2);
        assertThat(next.db.journals()).extracting(Journal::kind).containsExactly(Journal.Kind.SETTLE_CHARGE);
    }

    @Test
    void aRecordThatCannotBeSettledNowIsTriedAgainEverMoreSeldom() {
        assertThat(List.of(Settler.retryAfter(0), Settler.retryAfter(1), Settler.retryAfter(20)))
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(10));
        ChargingOrder order = stage.charging(10);
        stage.sendsRecord(record(order.tradeNo(), 100_000), () -> {});
        stage.db.loseAnswers(1);
        stage.passes(30);
        assertThat(stage.db.journals()).hasSize(1);
        assertThat(stage.db.order(order.id()).state()).isEqualTo(OrderState.SETTLED);
    }
}
