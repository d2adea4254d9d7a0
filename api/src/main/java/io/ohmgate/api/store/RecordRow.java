package io.ohmgate.api.store;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.SettlementFacts.GunPlace;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A kept record as it was read on arrival, with what its settlement must know around it. Only records of the same pile
 * come before it: one that another pile sent under its serial must not keep the true one from being settled, and neither must one
 * that was kept in doubt on arrival and that nobody has judged. {@code packed} is whether the price levels stood in its row.
 */
record RecordRow(
        long recordId,
        ChargeRecord fields,
        Instant receivedAt,
        boolean first,
        @Nullable GunPlace place,
        boolean packed) {
    private static final String SELECT = """
        SELECT r.id, r.trade_no, r.pile_no, r.gun_no, r.received_at, r.started_at, r.ended_at, r.meter_start, r.meter_end,
               r.energy_1e4_kwh, r.loss_1e4_kwh, r.pile_amount_1e4, r.started_by, r.stop_reason_code, r.complete,
               r.periods,
               (SELECT COUNT(*) FROM txn_record e JOIN record_inbox ei ON ei.record_id = e.id
                 WHERE e.trade_no = r.trade_no AND e.pile_no = r.pile_no AND e.id < r.id
                   AND NOT (ei.state = 'QUARANTINED' AND ei.decided_at IS NULL)) AS earlier,
               p.tenant_id AS place_tenant, p.station_id AS place_station, p.rated_watts AS place_watts
          FROM txn_record r
          LEFT JOIN gun g ON g.pile_no = r.pile_no AND g.gun_no = r.gun_no
          LEFT JOIN pile p ON p.pile_no = g.pile_no
        """;

    private static final String UNCLAIMED = """
         WHERE r.id IN (:ids) AND r.started_by <> :card
           AND NOT EXISTS (SELECT 1 FROM charging_order o WHERE o.trade_no = r.trade_no)
         ORDER BY r.id
        """;

    private static final String PERIODS = """
        SELECT level, price_1e5, energy_1e4_kwh, loss_1e4_kwh, amount_1e4
          FROM txn_record_period WHERE record_id = :id ORDER BY line_no
        """;

    static Mono<RecordRow> read(DatabaseClient sql, long recordId) {
        return sql.sql(SELECT + " WHERE r.id = :id")
                .bind("id", recordId)
                .map(RecordRow::of)
                .one()
                .flatMap(row -> row.packed() ? Mono.just(row) : unpacked(sql, row));
    }

    /**
     * Those that no order claims and no card may, the lowest id first: each the first of its number, and complete in its own
     * row. Of the rest some are settled and some need a closer look.
     */
    static Flux<RecordRow> unclaimed(DatabaseClient sql, List<Long> recordIds) {
        return sql.sql(SELECT + UNCLAIMED)
                .bind("ids", recordIds)
                .bind("card", ChargeRecord.StartedBy.OFFLINE_CARD.name())
                .map(RecordRow::of)
                .all()
                .filter(row -> row.first() && row.packed());
    }

    private static Mono<RecordRow> unpacked(DatabaseClient sql, RecordRow row) {
        return sql.sql(PERIODS)
                .bind("id", row.recordId())
                .map(RecordRow::period)
                .all()
                .collectList()
                .map(row::with);
    }

    private RecordRow with(List<ChargeRecord.Period> periods) {
        ChargeRecord all = new ChargeRecord(
                fields.tradeNo(),
                fields.gun(),
                fields.startedAt(),
                fields.endedAt(),
                periods,
                fields.meterStartTenThousandthsKwh(),
                fields.meterEndTenThousandthsKwh(),
                fields.total(),
                fields.lossTotal(),
                fields.pileAmount(),
                fields.startedBy(),
                fields.stopReasonCode(),
                fields.complete());
        return new RecordRow(recordId, all, receivedAt, first, place, packed);
    }

    private static RecordRow of(Readable row) {
        String packed = Columns.textOrNull(row, "periods");
        return new RecordRow(
                Columns.number(row, "id"),
                fields(row, packed == null ? List.of() : PackedPeriods.unpacked(packed)),
                Columns.instant(row, "received_at"),
                Columns.number(row, "earlier") == 0,
                place(row),
                packed != null);
    }

    private static ChargeRecord fields(Readable row, List<ChargeRecord.Period> periods) {
        return new ChargeRecord(
                new TradeNo(Columns.text(row, "trade_no")),
                new PileNo(Columns.text(row, "pile_no")).gun(Columns.integer(row, "gun_no")),
                Columns.localTimeOrNull(row, "started_at"),
                Columns.localTimeOrNull(row, "ended_at"),
                periods,
                Columns.number(row, "meter_start"),
                Columns.number(row, "meter_end"),
                new Energy(Columns.number(row, "energy_1e4_kwh")),
                new Energy(Columns.number(row, "loss_1e4_kwh")),
                new Amount(Columns.number(row, "pile_amount_1e4")),
                Columns.constant(row, "started_by", ChargeRecord.StartedBy.class),
                Columns.integer(row, "stop_reason_code"),
                Columns.flag(row, "complete"));
    }

    private static ChargeRecord.Period period(Readable row) {
        return new ChargeRecord.Period(
                Columns.constantOrNull(row, "level", PriceLevel.class),
                new UnitPrice(Columns.number(row, "price_1e5")),
                new Energy(Columns.number(row, "energy_1e4_kwh")),
                new Energy(Columns.number(row, "loss_1e4_kwh")),
                new Amount(Columns.number(row, "amount_1e4")));
    }

    private static @Nullable GunPlace place(Readable row) {
        Long tenantId = Columns.numberOrNull(row, "place_tenant");
        return tenantId == null
                ? null
                : new GunPlace(tenantId, Columns.number(row, "place_station"), Columns.integer(row, "place_watts"));
    }
}
