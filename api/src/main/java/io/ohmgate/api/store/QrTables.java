package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.qr.QrMask;
import io.ohmgate.gateway.qr.QrOption;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which QR codes piles show, and which forms of others a tenant lets its drivers scan. */
public final class QrTables {
    public static final int MASKS_MAX = 50;

    private static final String INSERT_OPTION = "INSERT INTO pile_qr (pile_no, tenant_id, form, text, set_by, set_at)";

    private static final String OPTION_AGAIN = """
        ON DUPLICATE KEY UPDATE
               form = VALUES(form), text = VALUES(text), set_by = VALUES(set_by), set_at = VALUES(set_at)\
        """;

    private static final String INSERT_MASK = "INSERT INTO qr_mask (tenant_id, name, mask, created_by, created_at)";

    private static final String MASKS =
            "SELECT id, name, mask, created_by, created_at FROM qr_mask WHERE tenant_id = :tenantId ORDER BY id";

    private final Database general;
    private final InstantSource clock;

    public QrTables(Database general, InstantSource clock) {
        this.general = general;
        this.clock = clock;
    }

    public record TenantMask(long id, String name, String text, QrMask mask, String createdBy, Instant createdAt) {}

    /** A pile and the code it is to show. */
    public record PileCode(long tenantId, PileNo pileNo, QrOption option) {}

    /** The prefixes of those of these piles that are told one. */
    public Flux<PileCode> prefixesOf(Collection<PileNo> piles) {
        return general.sql()
                .sql("SELECT tenant_id, pile_no, form, text FROM pile_qr WHERE pile_no IN (:piles)")
                .bind("piles", piles.stream().map(PileNo::digits).toList())
                .map(row -> new PileCode(
                        Columns.number(row, "tenant_id"),
                        new PileNo(Columns.text(row, "pile_no")),
                        new QrOption(Columns.constant(row, "form", QrOption.Form.class), Columns.text(row, "text"))))
                .all()
                .filter(code -> code.option().form().isPrefix());
    }

    public Mono<QrOption> optionOf(long tenantId, PileNo pileNo) {
        return general.sql()
                .sql("SELECT form, text FROM pile_qr WHERE pile_no = :pileNo AND tenant_id = :tenantId")
                .bind("pileNo", pileNo.digits())
                .bind("tenantId", tenantId)
                .map(row -> new QrOption(Columns.constant(row, "form", QrOption.Form.class), Columns.text(row, "text")))
                .one();
    }

    /** The pile must be the scope's. */
    public Mono<QrOption> setOption(Scope.Operator scope, PileNo pileNo, QrOption option) {
        Mono<QrOption> work = Rows.of(INSERT_OPTION)
                .add(pileNo.digits(), scope.tenantId(), option.form(), option.text(), scope.actor(), clock.instant())
                .insert(general.sql(), OPTION_AGAIN)
                .thenReturn(option);
        return general.detachedTransaction("set QR option", work);
    }

    public Mono<Long> removeOption(Scope.Operator scope, PileNo pileNo) {
        return general.detachedTransaction(
                "remove QR option",
                general.sql()
                        .sql("DELETE FROM pile_qr WHERE pile_no = :pileNo AND tenant_id = :tenantId")
                        .bind("pileNo", pileNo.digits())
                        .bind("tenantId", scope.tenantId())
                        .fetch()
                        .rowsUpdated());
    }

    public Flux<TenantMask> masksOf(long tenantId) {
        return general.sql()
                .sql(MASKS)
                .bind("tenantId", tenantId)
                .map(QrTables::mask)
                .all();
    }

    /** @return {@link ConflictException} if there is one of the name, or there are {@link #MASKS_MAX} */
    public Mono<TenantMask> addMask(Scope.Operator scope, String name, String text) {
        QrMask mask = QrMask.parse(text);
        Instant now = Columns.storable(clock.instant());
        Mono<TenantMask> work = masksOf(scope.tenantId())
                .count()
                .flatMap(there -> there >= MASKS_MAX
                        ? Mono.error(new ConflictException(ConflictException.Kind.TOO_MANY_MASKS))
                        : Rows.of(INSERT_MASK)
                                .add(scope.tenantId(), name, text, scope.actor(), now)
                                .insertForId(general.sql()))
                .map(id -> new TenantMask(id, name, text, mask, scope.actor(), now))
                .onErrorMap(
                        DuplicateKeyException.class,
                        taken -> new ConflictException(ConflictException.Kind.MASK_NAME_TAKEN));
        return general.detachedTransaction("add QR mask", work);
    }

    public Mono<Long> removeMask(Scope.Operator scope, long id) {
        return general.detachedTransaction(
                "remove QR mask",
                general.sql()
                        .sql("DELETE FROM qr_mask WHERE id = :id AND tenant_id = :tenantId")
                        .bind("id", id)
                        .bind("tenantId", scope.tenantId())
                        .fetch()
                        .rowsUpdated()
                        .filter(rows -> rows > 0));
    }

    private static TenantMask mask(Readable row) {
        String text = Columns.text(row, "mask");
        return new TenantMask(
                Columns.number(row, "id"),
                Columns.text(row, "name"),
                text,
                QrMask.parse(text),
                Columns.text(row, "created_by"),
                Columns.instant(row, "created_at"));
    }
}
