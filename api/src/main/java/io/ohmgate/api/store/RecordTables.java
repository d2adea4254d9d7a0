package io.ohmgate.api.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.record.ContentHash;
import io.ohmgate.gateway.record.InboxState;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import io.ohmgate.gateway.record.RecordStore;
import io.r2dbc.spi.R2dbcException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.connection.ConnectionFactoryUtils;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Records in {@code txn_record}, each with a row in {@code record_inbox}. A batch is three statements and one
 * commit, whether it has one record or a thousand.
 */
public final class RecordTables implements RecordStore {
    /** Each round somebody else has committed one of our records; then there is one less to insert. */
    private static final int RACES_MAX = 10;

    /** A pile never changes its tenant, so what was read once holds. */
    private static final int TENANTS_KNOWN_MAX = 200_000;

    private static final String VERSIONS =
            "SELECT id, trade_no, content_hash FROM txn_record WHERE trade_no IN (%s) ORDER BY id";

    private static final String TENANTS = "SELECT pile_no, tenant_id FROM pile WHERE pile_no IN (:pileNos)";

    private static final String INSERT_RECORD = """
        INSERT INTO txn_record
               (tenant_id, trade_no, content_hash, pile_no, gun_no, protocol, frame, session_epoch, node,
                received_at, started_at, ended_at, meter_start, meter_end, energy_1e4_kwh, loss_1e4_kwh,
                pile_amount_1e4, started_by, stop_reason_code, complete, periods)\
        """;

    private static final String INSERT_PERIOD = """
        INSERT INTO txn_record_period
               (record_id, line_no, tenant_id, level, price_1e5, energy_1e4_kwh, loss_1e4_kwh, amount_1e4)\
        """;

    private static final String INSERT_INBOX =
            "INSERT INTO record_inbox (record_id, tenant_id, state, reason, next_try_at)";

    private final Database critical;
    private final Cache<String, Long> tenants =
            Caffeine.newBuilder().maximumSize(TENANTS_KNOWN_MAX).build();

    public RecordTables(Database critical) {
        this.critical = critical;
    }

    @Override
    public Mono<List<Kept>> keep(List<IncomingRecord> batch) {
        if (batch.isEmpty()) {
            return Mono.just(List.of());
        }
        // Sorted, so that two nodes that keep the same records take the same locks in the same order.
        Map<Key, IncomingRecord> distinct = new TreeMap<>();
        batch.forEach(record -> distinct.putIfAbsent(Key.of(record), record));
        AtomicBoolean repeated = new AtomicBoolean();
        Mono<Versions> work = Mono.defer(() -> tenantsOf(batch))
                .flatMap(owners -> repeated.get() ? keepSome(distinct, owners) : keepAll(distinct, owners))
                .doOnError(DuplicateKeyException.class, known -> repeated.set(true));
        return critical.detachedTransaction("keep records", work)
                .retryWhen(Retry.max(RACES_MAX)
                        .filter(DuplicateKeyException.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .map(versions -> answers(batch, versions));
    }

    /** Nearly every record is new, so they are inserted without asking first; one that is not ends in a duplicate key. */
    private Mono<Versions> keepAll(Map<Key, IncomingRecord> fresh, Map<String, Long> owners) {
        return insertRecords(fresh.values(), owners)
                .then(versionsOf(fresh.keySet()))
                .flatMap(after -> insertRest(fresh, after, owners).thenReturn(new Versions(Map.of(), after.ids())));
    }

    /** The same after a duplicate key: what is there already is left out. */
    private Mono<Versions> keepSome(Map<Key, IncomingRecord> distinct, Map<String, Long> owners) {
        return versionsOf(distinct.keySet()).flatMap(before -> {
            Map<Key, IncomingRecord> fresh = new LinkedHashMap<>(distinct);
            fresh.keySet().removeAll(before.ids().keySet());
            if (fresh.isEmpty()) {
                return Mono.just(new Versions(before.ids(), before.ids()));
            }
            return insertRecords(fresh.values(), owners)
                    .then(versionsOf(distinct.keySet()))
                    .flatMap(after ->
                            insertRest(fresh, after, owners).thenReturn(new Versions(before.ids(), after.ids())));
        });
    }

    /** Straight to the driver, for a thousand numbers are many parameters. */
    private Mono<Found> versionsOf(Set<Key> keys) {
        StringBuilder numbers = new StringBuilder();
        keys.stream().map(Key::tradeNo).distinct().forEach(tradeNo -> {
            numbers.append(numbers.isEmpty() ? "" : ", ");
            Literals.append(numbers, tradeNo);
        });
        String select = VERSIONS.formatted(numbers);
        return critical.sql()
                .inConnectionMany(connection -> Flux.from(
                                connection.createStatement(select).execute())
                        .flatMap(result -> result.map(row -> Map.entry(
                                new Key(
                                        Columns.text(row, "trade_no"),
                                        new ContentHash(Columns.bytes(row, "content_hash"))),
                                Columns.number(row, "id"))))
                        .onErrorMap(
                                R2dbcException.class,
                                failure -> ConnectionFactoryUtils.convertR2dbcException("versions", VERSIONS, failure)))
                .collect(
                        () -> new Found(new LinkedHashMap<>()),
                        (found, row) -> found.ids().put(row.getKey(), row.getValue()));
    }

    private Mono<Void> insertRecords(Iterable<IncomingRecord> fresh, Map<String, Long> owners) {
        Rows rows = Rows.of(INSERT_RECORD);
        for (IncomingRecord record : fresh) {
            ChargeRecord fields = record.raw().fields();
            rows.add(
                    tenantOf(record, owners),
                    record.tradeNo().digits(),
                    record.hash().bytes(),
                    record.session().pileNo().digits(),
                    fields.gun().gunNo(),
                    record.raw().protocol(),
                    record.raw().frame(),
                    record.session().epoch(),
                    record.node(),
                    record.receivedAt(),
                    fields.startedAt(),
                    fields.endedAt(),
                    fields.meterStartTenThousandthsKwh(),
                    fields.meterEndTenThousandthsKwh(),
                    fields.total(),
                    fields.lossTotal(),
                    fields.pileAmount(),
                    fields.startedBy(),
                    fields.stopReasonCode(),
                    fields.complete(),
                    PackedPeriods.packed(fields.periods()));
        }
        return rows.insert(critical.sql()).then();
    }

    private Mono<Void> insertRest(Map<Key, IncomingRecord> fresh, Found after, Map<String, Long> owners) {
        DatabaseClient sql = critical.sql();
        Rows inbox = Rows.of(INSERT_INBOX);
        List<Rows> periods = new ArrayList<>();
        fresh.forEach((key, record) -> {
            long id = Objects.requireNonNull(after.ids().get(key));
            InboxState state = record.heldBecause() == null ? InboxState.PENDING : InboxState.QUARANTINED;
            inbox.add(id, tenantOf(record, owners), state, record.heldBecause(), record.receivedAt());
            List<ChargeRecord.Period> levels = record.raw().fields().periods();
            if (PackedPeriods.packed(levels) == null) {
                addPeriods(periods, id, tenantOf(record, owners), levels);
            }
        });
        Mono<Void> written = inbox.insert(sql).then();
        for (Rows some : periods) {
            written = written.then(some.insert(sql)).then();
        }
        return written;
    }

    private static void addPeriods(
            List<Rows> statements, long recordId, long tenantId, List<ChargeRecord.Period> periods) {
        for (int line = 0; line < periods.size(); line++) {
            if (statements.isEmpty() || statements.getLast().isFull()) {
                statements.add(Rows.of(INSERT_PERIOD));
            }
            ChargeRecord.Period period = periods.get(line);
            statements
                    .getLast()
                    .add(
                            recordId,
                            line,
                            tenantId,
                            period.level(),
                            period.price(),
                            period.energy(),
                            period.lossEnergy(),
                            period.amount());
        }
    }

    /** The first of the batch that brings a new content is new; every other one is a repetition. */
    private static List<Kept> answers(List<IncomingRecord> batch, Versions versions) {
        Map<String, Long> firstIds = new HashMap<>();
        versions.after().forEach((key, id) -> firstIds.merge(key.tradeNo(), id, Math::min));
        Map<Key, Kept> told = new HashMap<>();
        List<Kept> answers = new ArrayList<>(batch.size());
        for (IncomingRecord record : batch) {
            Key key = Key.of(record);
            long id = Objects.requireNonNull(versions.after().get(key));
            boolean repeated = versions.before().containsKey(key) || told.containsKey(key);
            Kept kept = repeated
                    ? new Kept.Repeated(id)
                    : Objects.equals(firstIds.get(key.tradeNo()), id) ? new Kept.First(id) : new Kept.OtherContent(id);
            told.putIfAbsent(key, kept);
            answers.add(kept);
        }
        return List.copyOf(answers);
    }

    private Mono<Map<String, Long>> tenantsOf(List<IncomingRecord> batch) {
        Set<String> piles =
                batch.stream().map(record -> record.session().pileNo().digits()).collect(Collectors.toSet());
        Map<String, Long> known = new HashMap<>(tenants.getAllPresent(piles));
        if (known.size() == piles.size()) {
            return Mono.just(known);
        }
        piles.removeAll(known.keySet());
        return critical.sql()
                .sql(TENANTS)
                .bind("pileNos", piles)
                .map(row -> Map.entry(Columns.text(row, "pile_no"), Columns.number(row, "tenant_id")))
                .all()
                .doOnNext(row -> tenants.put(row.getKey(), row.getValue()))
                .collect(() -> known, (map, row) -> map.put(row.getKey(), row.getValue()));
    }

    /** The pile has logged in, so it is registered; piles are never deleted. */
    private static long tenantOf(IncomingRecord record, Map<String, Long> owners) {
        PileNo pileNo = record.session().pileNo();
        return Objects.requireNonNull(owners.get(pileNo.digits()), "a record of a pile that is not registered");
    }

    private record Key(String tradeNo, ContentHash hash) implements Comparable<Key> {
        static Key of(IncomingRecord record) {
            return new Key(record.tradeNo().digits(), record.hash());
        }

        @Override
        public int compareTo(Key other) {
            int byTradeNo = tradeNo.compareTo(other.tradeNo);
            return byTradeNo != 0 ? byTradeNo : hash.toString().compareTo(other.hash.toString());
        }
    }

    private record Found(Map<Key, Long> ids) {}

    private record Versions(Map<Key, Long> before, Map<Key, Long> after) {}
}
