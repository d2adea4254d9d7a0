package io.ohmgate.api.store;

import io.ohmgate.api.db.Database;
import io.ohmgate.gateway.frames.FrameIds;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.pile.PileNo;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The durable log of frames. Rows come masked and are never changed; the oldest are deleted. */
public final class FrameTables {
    /** A deletion takes no more rows at a time, so that it holds nothing up. */
    public static final int DELETE_MAX = 5_000;

    /** A start asked for at the pile and the answers to stops and balances name no order: they are its gun's at the time. */
    private static final List<Integer> WITHOUT_ORDER = List.of(0x31, 0x35, 0x36, 0x41, 0x42);

    private static final Duration BEFORE_ORDER = Duration.ofSeconds(30);
    private static final Duration AFTER_ORDER = Duration.ofSeconds(60);

    private static final String INSERT = """
        INSERT INTO frame_log
               (id, tenant_id, pile_no, gun_no, trade_no, direction, type_code, session_epoch, node, source, frame, at)\
        """;

    /** A batch whose answer was lost is written again, and is the same. */
    private static final String AGAIN = "ON DUPLICATE KEY UPDATE id = frame_log.id";

    private static final String SELECT = """
        SELECT f.id, f.tenant_id, f.pile_no, f.gun_no, f.trade_no, f.direction, f.type_code, f.session_epoch, f.node,
               f.source, f.frame
          FROM frame_log f
        """;

    private final Database general;
    private final Database report;

    public FrameTables(Database general) {
        this(general, general);
    }

    /** @param report for reading and cleaning up, which may be refused while writing goes on */
    public FrameTables(Database general, Database report) {
        this.general = general;
        this.report = report;
    }

    /** A frame of the log; {@code frame} is masked. */
    public record LoggedFrame(
            long id,
            long tenantId,
            PileNo pileNo,
            @Nullable Integer gunNo,
            @Nullable String tradeNo,
            Direction direction,
            int typeCode,
            long epoch,
            String node,
            String source,
            String frameHex) {
        public Instant at() {
            return FrameIds.timeOf(id);
        }
    }

    /** Which frames of a pile; null is any. {@code before} is where the list goes on: only frames with a smaller number. */
    public record Query(
            PileNo pileNo,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer typeCode,
            @Nullable Direction direction,
            long before) {}

    /** Writes rows, each once however often it is told. */
    public Mono<Void> keep(List<LoggedFrame> frames) {
        Rows rows = Rows.of(INSERT);
        for (LoggedFrame frame : frames) {
            rows.add(
                    frame.id(),
                    frame.tenantId(),
                    frame.pileNo().digits(),
                    frame.gunNo(),
                    frame.tradeNo(),
                    frame.direction(),
                    frame.typeCode(),
                    frame.epoch(),
                    frame.node(),
                    frame.source(),
                    HexFormat.of().parseHex(frame.frameHex()),
                    frame.at());
        }
        return general.detached(rows.insert(general.sql(), AGAIN).then());
    }

    /** The newest first. */
    public Flux<LoggedFrame> find(Scope.Operator scope, Query query, int limit) {
        long from = query.from() == null ? 0 : FrameIds.firstAt(query.from());
        long before = query.to() == null ? query.before() : Math.min(query.before(), FrameIds.firstAt(query.to()));
        GenericExecuteSpec spec = report.sql()
                .sql(select(query))
                .bind("tenantId", scope.tenantId())
                .bind("pileNo", query.pileNo().digits())
                .bind("from", from)
                .bind("before", before)
                .bind("limit", limit);
        if (query.typeCode() != null) {
            spec = spec.bind("type", query.typeCode());
        }
        if (query.direction() != null) {
            spec = spec.bind("direction", query.direction().name());
        }
        return spec.map(FrameTables::read).all();
    }

    static String select(Query query) {
        return SELECT
                + " WHERE f.pile_no = :pileNo AND f.tenant_id = :tenantId AND f.id >= :from AND f.id < :before"
                + (query.typeCode() == null ? "" : " AND f.type_code = :type")
                + (query.direction() == null ? "" : " AND f.direction = :direction")
                + " ORDER BY f.id DESC LIMIT :limit";
    }

    /** Every frame behind an order, the oldest first: those that name it, and its gun's that name none. */
    public Flux<LoggedFrame> of(Scope scope, ChargingOrder order, int limit) {
        Instant created = order.terms().createdAt();
        Instant closed = order.times().closedAt();
        Instant ended = order.times().endedAt();
        Instant last = closed != null ? closed : ended;
        long to = last == null ? Long.MAX_VALUE : FrameIds.firstAt(last.plus(AFTER_ORDER));
        Flux<LoggedFrame> named = report.sql()
                .sql(SELECT + " WHERE f.trade_no = :tradeNo AND f.tenant_id = :tenantId ORDER BY f.id LIMIT :limit")
                .bind("tradeNo", order.tradeNo().digits())
                .bind("tenantId", scope.tenantId())
                .bind("limit", limit)
                .map(FrameTables::read)
                .all();
        Flux<LoggedFrame> unnamed = report.sql()
                .sql(SELECT + """
                     WHERE f.pile_no = :pileNo AND f.tenant_id = :tenantId AND f.type_code IN (:types)
                       AND (f.gun_no = :gunNo OR f.gun_no IS NULL) AND f.trade_no IS NULL
                       AND f.id >= :from AND f.id < :to
                     ORDER BY f.id LIMIT :limit
                    """)
                .bind("pileNo", order.gun().pileNo().digits())
                .bind("tenantId", scope.tenantId())
                .bind("types", WITHOUT_ORDER)
                .bind("gunNo", order.gun().gunNo())
                .bind("from", FrameIds.firstAt(created.minus(BEFORE_ORDER)))
                .bind("to", to)
                .bind("limit", limit)
                .map(FrameTables::read)
                .all();
        return named.mergeComparingWith(unnamed, Comparator.comparingLong(LoggedFrame::id))
                .take(limit);
    }

    /** The last login before a moment: without it a conversation that is played back says nothing. */
    public Mono<LoggedFrame> lastLogin(Scope.Operator scope, PileNo pileNo, long before) {
        return find(scope, new Query(pileNo, null, null, 0x01, Direction.UP, before), 1)
                .next();
    }

    /** Deletes up to {@link #DELETE_MAX} frames that are older; answers how many. */
    public Mono<Long> deleteBefore(Instant oldest) {
        return report.sql()
                .sql("DELETE FROM frame_log WHERE id < :before ORDER BY id LIMIT " + DELETE_MAX)
                .bind("before", FrameIds.firstAt(oldest))
                .fetch()
                .rowsUpdated();
    }

    private static LoggedFrame read(Readable row) {
        return new LoggedFrame(
                Columns.number(row, "id"),
                Columns.number(row, "tenant_id"),
                new PileNo(Columns.text(row, "pile_no")),
                Columns.integerOrNull(row, "gun_no"),
                Columns.textOrNull(row, "trade_no"),
                Columns.constant(row, "direction", Direction.class),
                Columns.integer(row, "type_code"),
                Columns.number(row, "session_epoch"),
                Columns.text(row, "node"),
                Columns.text(row, "source"),
                HexFormat.of().withUpperCase().formatHex(Columns.bytes(row, "frame")));
    }
}
