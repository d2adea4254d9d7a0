package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What piles last told of their clocks and parking locks, for after a restart, when memory knows nothing of it. */
public final class ControlTables {
    private static final String OTHER_PRICES = """
        SELECT COUNT(*) AS bills
          FROM charging_bill b
          JOIN charging_order o ON o.id = b.order_id
         WHERE o.tenant_id = :tenantId AND o.pile_no = :pileNo AND b.created_at >= :since
           AND (FIND_IN_SET('UNIT_PRICE_DIFFERS', b.flags) > 0 OR FIND_IN_SET('TOTAL_DIFFERS', b.flags) > 0)
        """;

    private final Database general;

    public ControlTables(Database general) {
        this.general = general;
    }

    public record KeptLock(GroundLockReported report, Instant at) {}

    public Mono<ClockKeeper.Reading> clockOf(Scope scope, PileNo pileNo) {
        return general.sql()
                .sql("SELECT drift_ms, at FROM pile_clock WHERE pile_no = :pileNo AND tenant_id = :tenantId")
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", scope.tenantId())
                .map(row -> ClockKeeper.Reading.of(
                        Duration.ofMillis(Columns.number(row, "drift_ms")), Columns.instant(row, "at")))
                .one();
    }

    /** Bills of the pile since then, in which it had reckoned by other prices than ours. */
    public Mono<Long> billsByOtherPrices(Scope scope, PileNo pileNo, Instant since) {
        return general.sql()
                .sql(OTHER_PRICES)
                .bind("tenantId", scope.tenantId())
                .bind("pileNo", pileNo.digits())
                .bind("since", Columns.storable(since))
                .map(row -> Columns.number(row, "bills"))
                .one();
    }

    public Flux<KeptLock> locksOf(Scope scope, PileNo pileNo) {
        return general.sql()
                .sql("SELECT gun_id, position, car_present, battery_percent, alarm, at FROM ground_lock"
                        + " WHERE gun_id LIKE :guns AND tenant_id = :tenantId ORDER BY gun_id")
                .bind("guns", pileNo.digits() + "__")
                .bind("tenantId", scope.tenantId())
                .map(ControlTables::lock)
                .all();
    }

    private static KeptLock lock(Readable row) {
        return new KeptLock(
                new GroundLockReported(
                        GunId.parse(Columns.text(row, "gun_id")),
                        Columns.constant(row, "position", LockPosition.class),
                        row.get("car_present", Boolean.class),
                        Columns.integerOrNull(row, "battery_percent"),
                        Columns.constant(row, "alarm", LockAlarm.class)),
                Columns.instant(row, "at"));
    }
}
