package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.fault.BatteryLog;
import io.ohmgate.api.fault.FaultWatch;
import io.ohmgate.api.store.BatteryTables.BatterySummary;
import io.ohmgate.api.store.BatteryTables.Trouble;
import io.ohmgate.api.store.WorkOrderTables.Event;
import io.ohmgate.api.store.WorkOrderTables.Kind;
import io.ohmgate.api.store.WorkOrderTables.State;
import io.ohmgate.api.store.WorkOrderTables.WorkOrder;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.BatteryNote.Troubles;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Faults become work once, and batteries are kept with their charge, on a real database. */
class FaultTablesIT {
    private static final int METER = 0x0040;
    private static final int EMERGENCY = 0x0001;

    private static StoreStage stage;
    private static PileDirectory directory;
    private static WorkOrderTables tables;
    private static FaultWatch watch;
    private static Instant wall = NOW;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(9);
        directory = new PileDirectory();
        directory.load(stage.piles).block(PATIENCE);
        tables = new WorkOrderTables(stage.general, () -> wall);
        watch = new FaultWatch(tables, directory, () -> wall);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aFaultThatComesAgainAndAgainIsOneWorkOrderWithItsOccurrences() {
        GunId gun = gun(1, 1);
        for (int i = 0; i < 5; i++) {
            faults(gun, 0, METER, i);
            faults(gun, METER, 0, i);
        }
        List<WorkOrder> open = of(gun);
        assertThat(open).hasSize(1);
        assertThat(open.getFirst().state()).isEqualTo(State.OPEN);
        assertThat(open.getFirst().occurrences()).isEqualTo(5);
        assertThat(events(open.getFirst()))
                .extracting(Event::kind)
                .containsOnly(Kind.OCCURRED)
                .hasSize(5);
    }

    @Test
    void itIsAssignedClosedWithANoteAndReopensWhenTheFaultComesBack() {
        GunId gun = gun(2, 1);
        stage.schema.run("INSERT IGNORE INTO staff_user (id, tenant_id, username, password_hash, role, created_at)"
                + " VALUES (1, 1, 'fixer', 'x', 'OPERATOR', '2026-01-01')");
        faults(gun, 0, METER, 0);
        long id = of(gun).getFirst().id();
        WorkOrder assigned = Objects.requireNonNull(
                tables.assign(stage.staff, id, "fixer", "fixer").block(PATIENCE));
        assertThat(assigned.state()).isEqualTo(State.ASSIGNED);
        assertThat(assigned.assignee()).isEqualTo("fixer");
        assertThat(tables.assign(stage.staff, id, "nobody", "").blockOptional(PATIENCE))
                .isEmpty();
        wall = NOW.plusSeconds(100);
        assertThat(Objects.requireNonNull(tables.close(stage.staff, id, "换了电表").block(PATIENCE))
                        .state())
                .isEqualTo(State.CLOSED);
        assertThat(tables.close(stage.staff, id, "again").blockOptional(PATIENCE))
                .isEmpty();
        faults(gun, 0, METER, 50);
        assertThat(of(gun).getFirst().state()).as("news of before").isEqualTo(State.CLOSED);
        faults(gun, 0, METER, 200);
        WorkOrder again = of(gun).getFirst();
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.state()).isEqualTo(State.OPEN);
        assertThat(again.reopened()).isEqualTo(1);
        assertThat(events(again).getFirst().kind()).isEqualTo(Kind.REOPENED);
        assertThat(events(again)).extracting(Event::note).contains("换了电表");
        wall = NOW;
    }

    @Test
    void whatADriverCausesIsWorkOnlyWhenItRepeatsWithinADay() {
        GunId gun = gun(3, 1);
        faults(gun, 0, EMERGENCY, 0);
        assertThat(of(gun)).isEmpty();
        faults(gun, 0, EMERGENCY, 3 * 86_400);
        assertThat(of(gun)).isEmpty();
        faults(gun, 0, EMERGENCY, 3 * 86_400 + 60);
        assertThat(of(gun)).hasSize(1);
    }

    @Test
    void anotherTenantSeesNoneOfThem() {
        GunId gun = gun(4, 1);
        faults(gun, 0, METER, 0);
        Scope.Operator other = new Scope.TenantStaff(2, 1);
        long id = of(gun).getFirst().id();
        assertThat(tables.get(other, id).blockOptional(PATIENCE)).isEmpty();
        assertThat(tables.close(other, id, "x").blockOptional(PATIENCE)).isEmpty();
    }

    @Test
    void whatABatteryTellsIsKeptWithItsChargeAndItsExtremesGrow() {
        BatteryTables batteries = new BatteryTables(stage.general);
        BatteryLog log = new BatteryLog(batteries, directory, () -> wall);
        TradeNo trade = stage.newTradeNo();
        GunId gun = gun(5, 1);
        for (int round = 0; round < 2; round++) {
            tell(log, gun, trade, new BatteryNote.Handshake(3, 2_000, 6_500, "CATL", 2024, 77, "*************3235"));
            tell(
                    log,
                    gun,
                    trade,
                    new BatteryNote.Limits(450, 2_500, 800, 7_500, 55, 205, 6_100, 9_500, 2_000, 2_500, 10));
            tell(log, gun, trade, new BatteryNote.Readings(6_200, 1_000, 410, 31, 22));
            tell(log, gun, trade, new BatteryNote.Readings(6_200, 1_000, 405, 35, 24));
            tell(log, gun, trade, new Troubles(Troubles.Kind.VEHICLE_STOPPED, List.of(0x18)));
            tell(log, gun, trade, new BatteryNote.EndStatistics(80, 390, 415, 20, 36, 31, 402));
        }
        log.flush().block(PATIENCE);
        BatterySummary told =
                Objects.requireNonNull(batteries.find(stage.staff, trade).block(PATIENCE));
        assertThat(told.number("type_code")).isEqualTo(3);
        assertThat(told.number("limit_deci_volts")).isEqualTo(7_500);
        assertThat(told.number("seen_cell_max_centi_volts")).isEqualTo(410);
        assertThat(told.number("seen_max_celsius")).isEqualTo(35);
        assertThat(told.number("seen_min_celsius")).isEqualTo(22);
        assertThat(told.number("end_output_deci_kwh")).isEqualTo(402);
        assertThat(told.maskedVin()).isEqualTo("*************3235");
        assertThat(told.troubles()).containsExactly(new Trouble(Troubles.Kind.VEHICLE_STOPPED, 0x18));
        assertThat(batteries.find(new Scope.TenantStaff(2, 1), trade).blockOptional(PATIENCE))
                .isEmpty();
    }

    /** A hostile pile tells about a serial that is not its own. */
    @Test
    void whatAnotherPileTellsUnderTheNumberDoesNotMixWithWhatTheChargesOwnPileTold() {
        BatteryTables batteries = new BatteryTables(stage.general);
        BatteryLog log = new BatteryLog(batteries, directory, () -> wall);
        TradeNo trade = new TradeNo(StoreStage.pile(6).digits() + "%018d".formatted(6));
        tell(log, gun(7, 1), trade, new BatteryNote.Handshake(9, 1, 1, "EVIL", 2000, 1, "*************6666"));
        tell(log, gun(6, 1), trade, new BatteryNote.Handshake(3, 2_000, 6_500, "CATL", 2024, 77, "*************3235"));
        tell(log, gun(7, 1), trade, new BatteryNote.Readings(9_999, 1_000, 999, 99, -40));
        log.flush().block(PATIENCE);
        BatterySummary told =
                Objects.requireNonNull(batteries.find(stage.staff, trade).block(PATIENCE));
        assertThat(told.number("type_code")).isEqualTo(3);
        assertThat(told.vendor()).isEqualTo("CATL");
        assertThat(told.number("seen_max_celsius")).isNull();
    }

    private static void tell(BatteryLog log, GunId gun, TradeNo trade, BatteryNote note) {
        log.tell(new BatteryNoted(gun, trade, note));
    }

    private static void faults(GunId gun, int before, int after, int second) {
        watch.tell(new PileEvent.FaultsChanged(
                gun, 1L, stage.station().id(), before, after, NOW.plus(Duration.ofSeconds(second))));
        watch.flush().block(PATIENCE);
    }

    private static List<WorkOrder> of(GunId gun) {
        return list(null).stream()
                .filter(each -> each.gunId().equals(gun.digits()))
                .toList();
    }

    private static List<WorkOrder> list(@Nullable State state) {
        return Objects.requireNonNull(tables.list(stage.staff, state, null, 200).block(PATIENCE))
                .items();
    }

    private static List<Event> events(WorkOrder order) {
        return Objects.requireNonNull(
                tables.events(stage.staff, order.id()).collectList().block(PATIENCE));
    }
}
