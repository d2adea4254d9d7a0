package io.ohmgate.api.fault;

import io.ohmgate.api.store.BatteryTables;
import io.ohmgate.api.store.BatteryTables.Told;
import io.ohmgate.api.store.WriteBehind;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps with each charge what its battery told. Readings come every 15 seconds and are written only when they are more
 * extreme than before; a trouble is written once.
 */
public final class BatteryLog implements AutoCloseable {
    static final int WAITING_MAX = 10_000;
    /** Different troubles of one charge that are written down; a real battery has a handful. */
    static final int TROUBLES_MAX = 64;

    private static final int BATCH_MAX = 200;

    private final PileDirectory directory;
    private final InstantSource clock;
    private final WriteBehind<Told> queue;
    /** One a gun, so bounded by the guns there are. */
    private final Map<GunId, Known> known = new ConcurrentHashMap<>();

    public BatteryLog(BatteryTables tables, PileDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.queue = new WriteBehind<>("battery", WAITING_MAX, BATCH_MAX, Told::gun, tables::keep);
    }

    /** Called on event loops; returns at once. */
    public void tell(BatteryNoted noted) {
        PileEntry entry = directory.find(noted.pileNo());
        if (entry == null || !entry.has(noted.gun()) || !news(noted)) {
            return;
        }
        queue.tell(new Told(entry.tenantId(), noted.gun(), noted.tradeNo(), noted.note(), clock.instant()));
    }

    private boolean news(BatteryNoted noted) {
        Known before = known.compute(
                noted.gun(),
                (gun, old) -> old != null && old.tradeNo.equals(noted.tradeNo()) ? old : new Known(noted.tradeNo()));
        return before.takes(noted.note());
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

    @Override
    public void close() {
        queue.close();
    }

    /** What was told of one charge. */
    private static final class Known {
        private final TradeNo tradeNo;
        private final Set<BatteryNote.Troubles> troubles = new HashSet<>();
        private @Nullable Integer cell;
        private @Nullable Integer hottest;
        private @Nullable Integer coldest;

        Known(TradeNo tradeNo) {
            this.tradeNo = tradeNo;
        }

        synchronized boolean takes(BatteryNote note) {
            return switch (note) {
                case BatteryNote.Readings readings -> takesReadings(readings);
                case BatteryNote.Troubles told ->
                    !told.codes().isEmpty() && troubles.size() < TROUBLES_MAX && troubles.add(told);
                case BatteryNote.Handshake told -> true;
                case BatteryNote.Limits told -> true;
                case BatteryNote.EndStatistics told -> true;
            };
        }

        private boolean takesReadings(BatteryNote.Readings readings) {
            boolean more = false;
            if (isAbove(readings.cellMaxCentiVolts(), cell)) {
                cell = readings.cellMaxCentiVolts();
                more = true;
            }
            if (isAbove(readings.maxCelsius(), hottest)) {
                hottest = readings.maxCelsius();
                more = true;
            }
            if (readings.minCelsius() != null && (coldest == null || readings.minCelsius() < coldest)) {
                coldest = readings.minCelsius();
                more = true;
            }
            return more;
        }

        private static boolean isAbove(@Nullable Integer told, @Nullable Integer before) {
            return told != null && (before == null || told > before);
        }
    }
}
