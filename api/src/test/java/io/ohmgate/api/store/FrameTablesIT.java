package io.ohmgate.api.store;

import static io.ohmgate.api.store.StoreStage.NOW;
import static io.ohmgate.api.store.StoreStage.PATIENCE;
import static io.ohmgate.api.store.StoreStage.pile;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.api.store.FrameTables.Query;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.frames.FrameIds;
import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.order.ChargingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The durable log on a real database: found by pile and time, fast, and bounded. */
class FrameTablesIT {
    private static final Scope.Operator OTHER = new Scope.TenantStaff(2, 1);
    private static final Duration FAST = Duration.ofSeconds(2);
    private static final long PER_SECOND = FrameIds.firstAt(Instant.ofEpochSecond(1));
    /** Twenty piles that each said so much; by a property more. */
    private static final int DOUBLINGS = Integer.getInteger("ohmgate.frames.doublings", 10);

    private static StoreStage stage;
    private static FrameTables frames;

    @BeforeAll
    static void open() {
        stage = new StoreStage().withPiles(30);
        frames = new FrameTables(stage.general);
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void aBatchThatIsToldTwiceIsThereOnce() {
        List<LoggedFrame> batch =
                List.of(frame(1, 1, 0x36, Direction.DOWN, null), frame(2, 1, 0x35, Direction.UP, null));
        frames.keep(batch).block(PATIENCE);
        frames.keep(batch).block(PATIENCE);
        assertThat(found(stage.staff, query(1, null, null))).isEqualTo(batch.reversed());
        assertThat(found(OTHER, query(1, null, null))).isEmpty();
    }

    @Test
    void aStretchOfTimeATypeAndADirectionNarrowItDown() {
        frames.keep(List.of(
                        frame(10, 2, 0x13, Direction.UP, "1"),
                        frame(11, 2, 0x36, Direction.DOWN, null),
                        frame(12, 2, 0x35, Direction.UP, null),
                        frame(20, 2, 0x13, Direction.UP, "1")))
                .block(PATIENCE);
        assertThat(seconds(new Query(pile(2), at(11), at(20), null, null, Long.MAX_VALUE)))
                .containsExactly(12, 11);
        assertThat(seconds(new Query(pile(2), null, null, 0x13, null, Long.MAX_VALUE)))
                .containsExactly(20, 10);
        assertThat(seconds(new Query(pile(2), null, null, null, Direction.DOWN, Long.MAX_VALUE)))
                .containsExactly(11);
        assertThat(seconds(new Query(pile(2), null, null, null, null, id(12)))).containsExactly(11, 10);
    }

    @Test
    void anOrderHasTheFramesThatNameItAndThoseOfItsGunThatNameNone() {
        ChargingOrder order = stage.opened(stage.driverWith(new Money(10_000)), pile(3).gun(1));
        String trade = order.tradeNo().digits();
        frames.keep(List.of(
                        frame(30, 3, 0x34, Direction.DOWN, trade),
                        frame(31, 3, 0x33, Direction.UP, trade),
                        frame(32, 3, 0x36, Direction.DOWN, null),
                        frame(33, 3, 0x58, Direction.DOWN, null),
                        frame(-3_600, 3, 0x36, Direction.DOWN, null),
                        frame(34, 3, 0x3B, Direction.UP, trade)))
                .block(PATIENCE);
        List<LoggedFrame> behind = Objects.requireNonNull(
                frames.of(stage.staff, order, 100).collectList().block(PATIENCE));
        assertThat(behind).extracting(LoggedFrame::typeCode).containsExactly(0x34, 0x33, 0x36, 0x3B);
        assertThat(frames.of(OTHER, order, 100).collectList().block(PATIENCE)).isEmpty();
    }

    @Test
    void whatIsTooOldIsDeletedAndNothingElse() {
        frames.keep(List.of(frame(-100_000, 4, 0x36, Direction.DOWN, null), frame(50, 4, 0x36, Direction.DOWN, null)))
                .block(PATIENCE);
        assertThat(frames.deleteBefore(NOW.minusSeconds(90_000)).block(PATIENCE))
                .isEqualTo(1);
        assertThat(seconds(query(4, null, null))).containsExactly(50);
    }

    /** Capability F1-23: any frame of the last N days by pile and time in less than 2 s. */
    @Test
    void anyFrameOfManyDaysIsFoundByPileAndTimeByTheIndex() {
        List<LoggedFrame> some = new ArrayList<>();
        for (int pile = 10; pile < 30; pile++) {
            for (int i = 0; i < 10; i++) {
                some.add(frame(100 + i, pile, i % 2 == 0 ? 0x13 : 0x36, Direction.UP, null));
            }
        }
        frames.keep(some).block(PATIENCE);
        for (int i = 0; i < DOUBLINGS; i++) {
            long shift = (100L << i) * PER_SECOND;
            stage.schema.run(
                    "INSERT INTO frame_log SELECT id + " + shift + ", tenant_id, pile_no, gun_no, trade_no, direction,"
                            + " type_code, session_epoch, node, source, frame, at FROM frame_log WHERE node = 'test'"
                            + " AND pile_no >= '" + pile(10).digits() + "'");
        }
        stage.schema.run("ANALYZE TABLE frame_log");
        assertThat(stage.count("SELECT COUNT(*) FROM frame_log")).isGreaterThan(200L << (DOUBLINGS - 1));

        Query narrow = query(17, at(100 + 5_000), at(100 + 5_010));
        assertThat(keyOf(narrow)).isIn("ix_frame_log_pile", "PRIMARY");
        assertThat(keyOf(new Query(pile(17), null, null, 0x36, null, Long.MAX_VALUE)))
                .isIn("ix_frame_log_pile_type", "ix_frame_log_pile");
        for (Query each :
                List.of(narrow, query(17, null, null), new Query(pile(17), null, null, 0x36, null, id(5_000)))) {
            long before = System.nanoTime();
            List<LoggedFrame> page = found(stage.staff, each);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(FAST);
            assertThat(page).isNotEmpty();
        }
    }

    private static String keyOf(Query query) {
        String sql = "EXPLAIN "
                + FrameTables.select(query)
                        .replace(":pileNo", "'" + query.pileNo().digits() + "'")
                        .replace(":tenantId", "1")
                        .replace(":from", Long.toString(query.from() == null ? 0 : FrameIds.firstAt(query.from())))
                        .replace(
                                ":before",
                                Long.toString(query.to() == null ? query.before() : FrameIds.firstAt(query.to())))
                        .replace(":type", "54")
                        .replace(":limit", "51");
        return Objects.requireNonNull(stage.general
                .sql()
                .sql(sql)
                .map(row -> {
                    assertThat(Long.parseLong(Objects.requireNonNull(row.get("rows", String.class))))
                            .isLessThan(200L << DOUBLINGS);
                    return Objects.requireNonNullElse(row.get("key", String.class), "none");
                })
                .first()
                .block(PATIENCE));
    }

    private static List<LoggedFrame> found(Scope.Operator scope, Query query) {
        return Objects.requireNonNull(
                frames.find(scope, query, 51).collectList().block(PATIENCE));
    }

    private static List<Integer> seconds(Query query) {
        return found(stage.staff, query).stream()
                .map(frame -> (int) Duration.between(NOW, frame.at()).toSeconds())
                .toList();
    }

    private static Query query(int pile, @Nullable Instant from, @Nullable Instant to) {
        return new Query(pile(pile), from, to, null, null, Long.MAX_VALUE);
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private static long id(int second) {
        return FrameIds.firstAt(at(second));
    }

    private static LoggedFrame frame(int second, int pile, int type, Direction direction, @Nullable String tradeNo) {
        String trade = tradeNo == null ? null : "%32s".formatted(tradeNo).replace(' ', '0');
        return new LoggedFrame(
                id(second) + pile,
                1,
                pile(pile),
                1,
                trade,
                direction,
                type,
                7,
                "test",
                "10.0.0.7",
                "680400000000%02X%04X".formatted(type, second & 0xFFFF));
    }
}
