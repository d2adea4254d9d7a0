package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.incoming;
import static io.ohmgate.api.store.StoreStage.pile;
import static io.ohmgate.api.store.StoreStage.recordOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ohmgate.api.db.TableRights;
import io.ohmgate.api.store.StationTables.NearBy;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEvent;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.Progress;
import io.ohmgate.gateway.order.ProgressStore.ProgressUpdate;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.record.Kept;
import io.ohmgate.gateway.record.SettlementDecision;
import io.r2dbc.spi.R2dbcException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators run: every statement of ours goes once over genuine MySQL 5.7 and 8.0 (DB-01). */
class MySqlCompatibilityIT {
    @ParameterizedTest
    @ValueSource(strings = {"5", "8"})
    void aChargeIsStartedKeptSettledAndReadOnGenuineMySql(String line) throws Exception {
        Path home = GenuineMySql.unpack(line);
        assumeTrue(GenuineMySql.runs(home), "SKIPPED: genuine MySQL needs libaio1 and libnuma1");
        try (GenuineMySql server = GenuineMySql.start(home);
                StoreStage stage = new StoreStage(server.database(), true).withPiles(3)) {
            ChargingOrder order = aChargeRuns(stage);
            theRecordIsKeptAndSettled(stage, order);
            theRestIsReadAndWritten(stage, order);
            evidenceCannotBeChanged(stage);
            assertThat(Objects.requireNonNull(stage.check.run().block(PATIENCE)).right())
                    .isTrue();
        }
    }

    private static ChargingOrder aChargeRuns(StoreStage stage) {
        long driver = stage.driverWith(new Money(5_000));
        ChargingOrder order = stage.charging(driver, gun(1, 1));
        assertThat(stage.orders.find(order.id()).block(PATIENCE)).isEqualTo(order);
        long other = stage.driverWith(new Money(5_000));
        StartOutcome busy = stage.orders
                .open(other, "other", stage.start(other, "other", gun(1, 1), stage.newTradeNo()))
                .block(PATIENCE);
        assertThat(busy).isEqualTo(new StartOutcome.Refused(StartRefusal.GUN_BUSY));
        ChargingOrder late = stage.opened(other, gun(1, 2));
        OrderTimer timer = Objects.requireNonNull(stage.orders
                .due(NOW.plusSeconds(90), 10)
                .filter(due -> due.orderId().equals(late.id()))
                .blockFirst(PATIENCE));
        Step failed = stage.orders
                .fire(timer, now -> stage.machine.on(now, new OrderEvent.TimerFired(timer.kind()), timer.dueAt()))
                .block(PATIENCE);
        assertThat(Objects.requireNonNull(failed).order().state()).isEqualTo(OrderState.START_FAILED);
        stage.orders
                .save(List.of(new ProgressUpdate(order.id(), new Progress(new Energy(5), null, 1, NOW))))
                .block(PATIENCE);
        assertThat(stage.orders.unfinished().collectList().block(PATIENCE)).hasSize(1);
        return order;
    }

    private static void theRecordIsKeptAndSettled(StoreStage stage, ChargingOrder order) {
        ChargeRecord record = recordOf(order.tradeNo(), order.gun(), 100_000);
        List<Kept> kept = stage.records
                .keep(List.of(incoming(record), incoming(record), incoming(recordOf(stage.newTradeNo(), gun(2, 1), 7))))
                .block(PATIENCE);
        assertThat(Objects.requireNonNull(kept).get(1)).isInstanceOf(Kept.Repeated.class);
        Kept other = Objects.requireNonNull(stage.records
                        .keep(List.of(incoming(recordOf(order.tradeNo(), order.gun(), 1))))
                        .block(PATIENCE))
                .getFirst();
        assertThat(other).isInstanceOf(Kept.OtherContent.class);
        assertThat(stage.settlements
                        .pending(NOW.plusSeconds(9_999), 10)
                        .collectList()
                        .block(PATIENCE))
                .hasSize(3);
        assertThat(stage.settle(kept.getFirst().recordId())).isInstanceOf(SettlementDecision.Bill.class);
        assertThat(stage.settle(kept.getFirst().recordId())).isNull();
        assertThat(stage.settle(kept.getLast().recordId())).isInstanceOf(SettlementDecision.Orphan.class);
        assertThat(stage.settle(other.recordId())).isInstanceOf(SettlementDecision.Quarantine.class);
    }

    private static void theRestIsReadAndWritten(StoreStage stage, ChargingOrder order) {
        OrderLists.SettledBill bill =
                Objects.requireNonNull(stage.lists.bill(stage.staff, order.id()).block(PATIENCE));
        assertThat(bill.bill().payable()).isEqualTo(new Money(1_500));
        assertThat(stage.lists.history(stage.staff, order.id()).collectList().block(PATIENCE))
                .hasSizeGreaterThan(4);
        assertThat(pageOf(stage.lists
                        .list(stage.staff, OrderLists.Filter.ALL, null, 2)
                        .block(PATIENCE)))
                .hasSize(2);
        assertThat(pageOf(stage.bench.quarantine(stage.staff, null, 10).block(PATIENCE)))
                .hasSize(1);
        assertThat(pageOf(stage.bench.abnormalOrders(stage.staff, null, 10).block(PATIENCE)))
                .hasSize(1);
        assertThat(pageOf(stage.wallets
                        .entries(
                                stage.staff,
                                Objects.requireNonNull(order.terms().driverId()),
                                null,
                                10)
                        .block(PATIENCE)))
                .hasSize(2);
        assertThat(pageOf(stage.tariffs.list(stage.staff, null, 10).block(PATIENCE)))
                .hasSize(1);
        assertThat(pageOf(stage.piles.list(stage.staff, null, null, 10).block(PATIENCE)))
                .hasSize(3);
        assertThat(stage.piles.all().collectList().block(PATIENCE)).hasSize(3);
        assertThat(stage.stations
                        .near(stage.staff, stage.station().place(), 100, NearBy.PRICE, LocalTime.NOON, 5)
                        .block(PATIENCE))
                .hasSize(1);
        PileHistory history = new PileHistory(stage.general, "node-1");
        history.tell(new PileEvent.PileLoggedIn(
                new SessionId(pile(1), 1),
                1L,
                1,
                new PileHello(pile(1), true, 2, "V1.6", "1", "2", InetSocketAddress.createUnresolved("h", 1)),
                NOW));
        history.tell(new PileEvent.PileCameOnline(pile(1), 1L, 1, NOW));
        history.tell(new PileEvent.TariffConfirmed(pile(1), 1L, stage.version().id(), 1, NOW));
        history.write().block(PATIENCE);
        assertThat(history.forgotten()).isZero();
    }

    private static void evidenceCannotBeChanged(StoreStage stage) {
        for (String table : TableRights.APPEND_ONLY) {
            assertThatThrownBy(() -> stage.general
                            .sql()
                            .sql("DELETE FROM " + table)
                            .then()
                            .block(PATIENCE))
                    .as(table)
                    .hasRootCauseInstanceOf(R2dbcException.class)
                    .hasStackTraceContaining("denied");
        }
    }

    private static <T> List<T> pageOf(@Nullable Page<T> page) {
        return Objects.requireNonNull(page).items();
    }
}
