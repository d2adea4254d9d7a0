package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.RecordIntake;
import io.ohmgate.gateway.record.SettlementDecision;
import io.ohmgate.gateway.record.Unkept;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A pile is away for a day of virtual time with fifty charges begun before or within it, then uploads all fifty records,
 * each several times and in any order, into a real database: each is kept, confirmed for each copy, and billed once.
 */
class OfflineDayIT {
    private static final int RECORDS = 50;
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final long UNITS = 20_000;

    @Test
    void fiftyRecordsOfADayOfflineAreEachBilledOnce() throws Exception {
        try (StoreStage stage = new StoreStage().withPiles(RECORDS)) {
            List<ChargingOrder> orders = new ArrayList<>();
            List<Long> drivers = new ArrayList<>();
            List<IncomingRecord> uploads = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                long driver = stage.driverWith(new Money(5_000));
                ChargingOrder order = stage.charging(driver, gun(i + 1, 1));
                // Half of them were closed in the books while the pile was away.
                if (i % 2 == 0) {
                    stage.happens(order, new OrderEvent.PileWentSilent());
                }
                orders.add(order);
                drivers.add(driver);
                for (int copy = 0; copy < 3; copy++) {
                    uploads.add(uploaded(order, NOW.plus(Duration.ofHours(24)).plusSeconds(copy)));
                }
            }
            Collections.shuffle(uploads, new Random(24));
            keep(stage, uploads);
            assertThat(stage.count("SELECT COUNT(*) FROM txn_record")).isEqualTo(RECORDS);
            settle(stage);
            for (int i = 0; i < RECORDS; i++) {
                assertThat(Objects.requireNonNull(
                                        stage.orders.find(orders.get(i).id()).block(PATIENCE))
                                .state())
                        .isEqualTo(OrderState.SETTLED);
                WalletTables.WalletView purse = Objects.requireNonNull(
                        stage.wallets.wallet(stage.driver(drivers.get(i))).block(PATIENCE));
                assertThat(purse.wallet().balance()).isEqualTo(new Money(4_700));
                assertThat(purse.wallet().held()).isEqualTo(Money.ZERO);
            }
            assertThat(stage.count("SELECT COUNT(*) FROM charging_bill")).isEqualTo(RECORDS);
            assertThat(stage.count("SELECT COUNT(*) FROM ledger_journal WHERE kind = 'SETTLE_CHARGE'"))
                    .isEqualTo(RECORDS);
            assertThat(stage.check.run().block(PATIENCE)).matches(LedgerCheck.Finding::right);
        }
    }

    private static void keep(StoreStage stage, List<IncomingRecord> uploads) throws InterruptedException {
        Scheduler scheduler = Schedulers.newSingle("offline-day");
        AtomicInteger confirmed = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(uploads.size());
        try {
            RecordIntake intake = new RecordIntake(
                    stage.records,
                    RecordIntake.Settings.DEFAULT,
                    Unkept.FORGOTTEN,
                    () -> {},
                    scheduler,
                    new SimpleMeterRegistry());
            uploads.forEach(record -> assertThat(intake.offer(record, () -> {
                        confirmed.incrementAndGet();
                        all.countDown();
                    }))
                    .isTrue());
            assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(confirmed).hasValue(uploads.size());
        } finally {
            scheduler.dispose();
        }
    }

    /** Twice over, as two nodes would. */
    private static void settle(StoreStage stage) {
        Instant later = NOW.plus(Duration.ofHours(25));
        List<Long> pending = Objects.requireNonNull(stage.settlements
                .pending(later, 200)
                .map(record -> record.recordId())
                .collectList()
                .block(PATIENCE));
        assertThat(pending).hasSize(RECORDS);
        for (long record : pending) {
            SettlementDecision decision = stage.settlements
                    .settle(record, facts -> stage.settlement.decide(facts, Map.of(), later))
                    .block(PATIENCE);
            assertThat(decision).isInstanceOf(SettlementDecision.Bill.class);
            assertThat(stage.settlements
                            .settle(record, facts -> stage.settlement.decide(facts, Map.of(), later))
                            .blockOptional(PATIENCE))
                    .isEmpty();
        }
    }

    private static IncomingRecord uploaded(ChargingOrder order, Instant receivedAt) {
        LocalDateTime began = LocalDateTime.ofInstant(NOW.plus(Duration.ofHours(2)), SITE);
        Amount amount = new Amount(UNITS * 3 / 2);
        ChargeRecord fields = new ChargeRecord(
                order.tradeNo(),
                order.gun(),
                began,
                began.plusHours(20),
                List.of(new ChargeRecord.Period(
                        PriceLevel.FLAT, new UnitPrice(150_000), new Energy(UNITS), Energy.ZERO, amount)),
                1_000_000,
                1_000_000 + UNITS,
                new Energy(UNITS),
                Energy.ZERO,
                amount,
                ChargeRecord.StartedBy.APP,
                0x41,
                true);
        byte[] frame = ("head" + order.tradeNo().digits()).getBytes(StandardCharsets.US_ASCII);
        return IncomingRecord.of(
                new RawRecord("ykc", fields, frame, 4, frame.length),
                receivedAt,
                new SessionId(order.gun().pileNo(), 78),
                "node-1");
    }
}
