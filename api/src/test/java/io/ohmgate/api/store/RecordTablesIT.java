package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.gun;
import static io.ohmgate.api.store.StoreStage.incoming;
import static io.ohmgate.api.store.StoreStage.recordOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ohmgate.api.db.DatabaseFailure;
import io.ohmgate.api.db.TableRights;
import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.record.IncomingRecord;
import io.ohmgate.gateway.record.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.NonTransientDataAccessException;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class RecordTablesIT {
    private static final int BATCH = 50;

    private static StoreStage stage;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(4);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aRecordComesBackWithEverythingItSaid() {
        TradeNo tradeNo = stage.newTradeNo();
        ChargeRecord sold = recordOf(tradeNo, gun(1, 2), 123_456);
        ChargeRecord odd = new ChargeRecord(
                tradeNo,
                sold.gun(),
                null,
                sold.endedAt(),
                List.of(
                        sold.periods().getFirst(),
                        new ChargeRecord.Period(
                                null, new UnitPrice(1), new Energy(2), new Energy(3), new Amount(4_294_967_295L))),
                (1L << 40) - 1,
                0,
                new Energy(4_294_967_295L),
                new Energy(7),
                new Amount(4_294_967_295L),
                ChargeRecord.StartedBy.OFFLINE_CARD,
                255,
                false);
        RecordRow back = Objects.requireNonNull(
                RecordRow.read(stage.critical.sql(), stage.kept(odd)).block(PATIENCE));
        assertThat(back.fields()).isEqualTo(odd);
        assertThat(back.receivedAt()).isEqualTo(incoming(odd).receivedAt());
        assertThat(back.first()).isTrue();
        assertThat(Objects.requireNonNull(back.place()).ratedWatts()).isEqualTo(120_000);
    }

    @Test
    void whatARecordSaysOfManyLevelsIsReadBackWhereverItStands() {
        ChargeRecord.Period level = new ChargeRecord.Period(
                null,
                new UnitPrice(Long.MAX_VALUE / 2),
                new Energy(Long.MAX_VALUE / 2),
                new Energy(0),
                new Amount(Long.MAX_VALUE / 2));
        for (int levels : List.of(0, 1, 20, 48)) {
            ChargeRecord some = recordOf(stage.newTradeNo(), gun(1, 1), 10);
            ChargeRecord many = new ChargeRecord(
                    some.tradeNo(),
                    some.gun(),
                    some.startedAt(),
                    some.endedAt(),
                    Collections.nCopies(levels, level),
                    some.meterStartTenThousandthsKwh(),
                    some.meterEndTenThousandthsKwh(),
                    some.total(),
                    some.lossTotal(),
                    some.pileAmount(),
                    some.startedBy(),
                    some.stopReasonCode(),
                    some.complete());
            RecordRow back = Objects.requireNonNull(
                    RecordRow.read(stage.critical.sql(), stage.kept(many)).block(PATIENCE));
            assertThat(back.fields()).isEqualTo(many);
            assertThat(back.packed()).isEqualTo(levels < 48);
        }
    }

    @Test
    void theBytesOfARecordAreKeptAsTheyCame() {
        IncomingRecord record = incoming(recordOf(stage.newTradeNo(), gun(1, 1), 10));
        Kept kept = keep(List.of(record)).getFirst();
        byte[] frame = stage.general
                .sql()
                .sql("SELECT frame FROM txn_record WHERE id = :id")
                .bind("id", kept.recordId())
                .map(row -> Columns.bytes(row, "frame"))
                .one()
                .block(PATIENCE);
        assertThat(frame).isEqualTo(record.raw().frame());
    }

    @Test
    void aRepetitionIsToldAndNotKeptAgain() {
        IncomingRecord record = incoming(recordOf(stage.newTradeNo(), gun(1, 1), 20));
        Kept first = keep(List.of(record)).getFirst();
        assertThat(first).isInstanceOf(Kept.First.class);
        assertThat(keep(List.of(record)).getFirst()).isEqualTo(new Kept.Repeated(first.recordId()));
        assertThat(rowsOf(record)).isEqualTo(1);
    }

    @Test
    void inOneBatchTooARecordIsKeptOnceAndEveryCopyAnswered() {
        TradeNo tradeNo = stage.newTradeNo();
        IncomingRecord one = incoming(recordOf(tradeNo, gun(1, 1), 30));
        IncomingRecord other = incoming(recordOf(tradeNo, gun(1, 1), 31));
        List<Kept> kept = keep(List.of(one, one, other, one));
        assertThat(kept).extracting(Kept::recordId).doesNotContain(0L);
        assertThat(kept.get(1)).isEqualTo(new Kept.Repeated(kept.get(0).recordId()));
        assertThat(kept.get(3)).isEqualTo(new Kept.Repeated(kept.get(0).recordId()));
        assertThat(kept.get(0).recordId()).isNotEqualTo(kept.get(2).recordId());
        assertThat(List.of(kept.get(0), kept.get(2)).stream().filter(Kept.First.class::isInstance))
                .hasSize(1);
        assertThat(rowsOf(one)).isEqualTo(2);
    }

    @Test
    void anotherContentUnderTheSameSerialIsKeptBesideTheFirst() {
        TradeNo tradeNo = stage.newTradeNo();
        Kept first = keep(List.of(incoming(recordOf(tradeNo, gun(1, 1), 40)))).getFirst();
        Kept second = keep(List.of(incoming(recordOf(tradeNo, gun(1, 1), 41)))).getFirst();
        assertThat(first).isInstanceOf(Kept.First.class);
        assertThat(second).isInstanceOf(Kept.OtherContent.class);
        assertThat(RecordRow.read(stage.critical.sql(), second.recordId()).block(PATIENCE))
                .extracting(row -> Objects.requireNonNull(row).first())
                .isEqualTo(false);
    }

    @Test
    void twoNodesThatKeepTheSameRecordsKeepEachOnceAndAnswerAllOfThem() {
        List<IncomingRecord> batch = IntStream.range(0, BATCH)
                .mapToObj(i -> incoming(recordOf(stage.newTradeNo(), gun(2, 1), 100 + i)))
                .toList();
        List<IncomingRecord> backwards = new ArrayList<>(batch).reversed();
        try (StoreStage otherNode = new StoreStage(stage.schema, false)) {
            List<List<Kept>> answers = Flux.range(0, 8)
                    .flatMap(round -> (round % 2 == 0 ? stage.records.keep(batch) : otherNode.records.keep(backwards))
                            .retryWhen(Retry.backoff(20, Duration.ofMillis(50))
                                    .filter(DatabaseFailure.Busy.class::isInstance))
                            .subscribeOn(Schedulers.parallel()))
                    .collectList()
                    .block(PATIENCE);
            List<Kept> all = Objects.requireNonNull(answers).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(all).hasSize(8 * BATCH);
            assertThat(all.stream().filter(Kept.First.class::isInstance)).hasSize(BATCH);
            assertThat(all.stream().map(Kept::recordId).distinct()).hasSize(BATCH);
        }
        long pending = stage.count("SELECT COUNT(*) FROM record_inbox i JOIN txn_record r ON r.id = i.record_id"
                + " WHERE r.pile_no = '" + StoreStage.pile(2).digits() + "'");
        assertThat(pending).isEqualTo(BATCH);
    }

    @Test
    void aRecordOfAPileThatNobodyRegisteredKeepsNothingOfItsBatch() {
        IncomingRecord known = incoming(recordOf(stage.newTradeNo(), gun(1, 1), 50));
        IncomingRecord unknown = incoming(recordOf(stage.newTradeNo(), gun(99, 1), 50));
        assertThatThrownBy(() -> keep(List.of(known, unknown))).isInstanceOf(NullPointerException.class);
        assertThat(rowsOf(known)).isZero();
    }

    @Test
    void theApplicationMayNeitherChangeNorDeleteWhatIsEvidence() {
        for (String table : TableRights.APPEND_ONLY) {
            String column = table.endsWith("_line") || table.endsWith("_period") ? "line_no" : "id";
            for (String sql :
                    List.of("UPDATE " + table + " SET " + column + " = 0 WHERE 1 = 0", "DELETE FROM " + table)) {
                assertThatThrownBy(() -> stage.general.sql().sql(sql).then().block(PATIENCE))
                        .as(sql)
                        .isInstanceOf(NonTransientDataAccessException.class)
                        .hasStackTraceContaining("denied");
            }
        }
    }

    private static List<Kept> keep(List<IncomingRecord> batch) {
        return Objects.requireNonNull(stage.records.keep(batch).block(PATIENCE));
    }

    private static long rowsOf(IncomingRecord record) {
        return stage.count("SELECT COUNT(*) FROM txn_record WHERE trade_no = '"
                + record.tradeNo().digits() + "'");
    }
}
