package io.ohmgate.api.frames;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.account.PersonalData;
import io.ohmgate.api.store.FrameTables;
import io.ohmgate.api.store.FrameTables.LoggedFrame;
import io.ohmgate.api.store.WriteBehind;
import io.ohmgate.gateway.frames.SeenFrame;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.ykc.describe.FrameDescriber;
import io.ohmgate.ykc.describe.FrameDescription;
import io.ohmgate.ykc.describe.FrameMask;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Writes frames worth keeping to the durable log. They are masked here, off the event loop and before anything is stored:
 * a stolen table has nobody's card and nobody's vehicle in it.
 */
public final class FrameLog implements AutoCloseable {
    /** About 20 MB of frames at the most while the database is away. */
    public static final int WAITING_MAX = 50_000;

    static final int BATCH_MAX = 500;
    /**
     * Rows a second for records and their confirmations. A record's bytes, session and time are in {@code txn_record} anyway,
     * written before its confirmation: in a flood of records this copy would cost as much as keeping them.
     */
    static final int RECORDS_PER_SECOND = 200;

    private static final int RECORD = 0x3B;
    private static final int RECORD_CONFIRMATION = 0x40;
    private static final long NANOS_PER_RECORD = TimeUnit.SECONDS.toNanos(1) / RECORDS_PER_SECOND;
    private static final int TYPE_OFFSET = 5;
    private static final BitSet EVIDENCE = evidence(
            0x01, 0x02, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x3B, 0x40, 0x41, 0x42, 0x57, 0x58, 0xA1, 0xA2, 0xA3, 0xA4);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern TRADE_NO = Pattern.compile("[0-9A-F]{32}");
    private static final String NO_TRADE = "0".repeat(32);
    private static final String MASK_KEY = "frame-mask";

    private final FrameTables tables;
    private final PileDirectory directory;
    private final FrameMask mask;
    private final String node;
    private final WriteBehind<SeenFrame> queue;
    private final LongSupplier nanos;
    private final AtomicLong records;
    private final Counter inRecords;

    public FrameLog(FrameTables tables, PileDirectory directory, FrameMask mask, String node, MeterRegistry meters) {
        this(tables, directory, mask, node, meters, System::nanoTime);
    }

    FrameLog(
            FrameTables tables,
            PileDirectory directory,
            FrameMask mask,
            String node,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.nanos = nanos;
        this.records = new AtomicLong(nanos.getAsLong() - TimeUnit.SECONDS.toNanos(1));
        this.tables = tables;
        this.directory = directory;
        this.mask = mask;
        this.node = node;
        this.queue = new WriteBehind<>("frames", WAITING_MAX, BATCH_MAX, FrameLog::whose, this::write);
        FunctionCounter.builder("ohmgate.frames.lost", queue, WriteBehind::lost)
                .description("frames that are missing in the durable log")
                .register(meters);
        this.inRecords = Counter.builder("ohmgate.frames.in.records")
                .description("records and confirmations beyond a second's share of the log: the record itself is kept")
                .register(meters);
        meters.gauge("ohmgate.frames.waiting", queue, WriteBehind::waiting);
    }

    private static Object whose(SeenFrame frame) {
        return Objects.requireNonNull(frame.pileNo(), "only sessions' frames are kept");
    }

    private static BitSet evidence(int... types) {
        BitSet set = new BitSet();
        for (int type : types) {
            set.set(type);
        }
        return set;
    }

    /** The key of masked fields: made from the installation's own, so that a copy of the database does not hold it. */
    public static FrameMask maskOf(PersonalData keys) {
        return new FrameMask(keys.hash(MASK_KEY, "key"));
    }

    /**
     * Whether a frame is evidence of a command or of money (invariants 6.3): logins, starts, stops, authorizations, records
     * and their confirmations, balances, price models. Those are kept at every level of overload.
     */
    public static boolean provesMoney(SeenFrame frame) {
        byte[] bytes = frame.bytes();
        return bytes.length > TYPE_OFFSET && EVIDENCE.get(bytes[TYPE_OFFSET] & 0xFF);
    }

    /** Safe from any thread; returns at once. */
    public void tell(SeenFrame frame) {
        if (isOfRecord(frame) && !hasShare()) {
            inRecords.increment();
            return;
        }
        queue.tell(frame);
    }

    private static boolean isOfRecord(SeenFrame frame) {
        byte[] bytes = frame.bytes();
        int type = bytes.length > TYPE_OFFSET ? bytes[TYPE_OFFSET] & 0xFF : 0;
        return type == RECORD || type == RECORD_CONFIRMATION;
    }

    /** {@code records} is until when the share is used up; what was not used within a second is gone. */
    private boolean hasShare() {
        long now = nanos.getAsLong();
        long before = records.get();
        long used = Math.max(before, now - TimeUnit.SECONDS.toNanos(1)) + NANOS_PER_RECORD;
        return used - now <= 0 && records.compareAndSet(before, used);
    }

    public void start(Scheduler scheduler) {
        queue.start(scheduler);
    }

    /** Writes what waits now. */
    public Mono<Void> flush() {
        return queue.write();
    }

    public long lost() {
        return queue.lost();
    }

    public int waiting() {
        return queue.waiting();
    }

    private Mono<Void> write(List<SeenFrame> frames) {
        return Flux.fromIterable(frames).mapNotNull(this::logged).collectList().flatMap(tables::keep);
    }

    /** Null for a pile that is on nobody's list any more. */
    private @Nullable LoggedFrame logged(SeenFrame seen) {
        PileNo pileNo = Objects.requireNonNull(seen.pileNo(), "only sessions' frames are kept");
        PileEntry entry = directory.find(pileNo);
        if (entry == null) {
            return null;
        }
        byte[] bytes = mask.masked(seen.bytes());
        Optional<FrameDescription> described = FrameDescriber.describe(bytes);
        return new LoggedFrame(
                seen.id(),
                entry.tenantId(),
                pileNo,
                described.map(FrameLog::gunNo).orElse(null),
                described.map(FrameLog::tradeNo).orElse(null),
                seen.direction(),
                described.map(FrameDescription::typeCode).orElse(0),
                seen.epoch(),
                node,
                seen.source(),
                HEX.formatHex(bytes));
    }

    static @Nullable Integer gunNo(FrameDescription frame) {
        return frame.fields().get("gunNo") instanceof BigDecimal number ? Integer.valueOf(number.intValue()) : null;
    }

    static @Nullable String tradeNo(FrameDescription frame) {
        return frame.fields().get("tradeNo") instanceof String digits
                        && TRADE_NO.matcher(digits).matches()
                        && !digits.equals(NO_TRADE)
                ? digits
                : null;
    }

    @Override
    public void close() {
        queue.close();
    }
}
