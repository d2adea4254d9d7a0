package io.ohmgate.gateway.live;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Writes the last value of what has changed into a {@link LiveSink}, one batch at a time. What changes while a batch is
 * under way waits for the next one, and only its last value counts: a sink that is slow gets fewer values, not older
 * ones. Remembers names, not values, so it is bounded by the allow-list.
 */
public final class LivePublisher {
    public static final Duration EVERY = Duration.ofMillis(200);
    public static final int BATCH_MAX = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(LivePublisher.class);

    private final LiveSink sink;
    private final Function<GunId, @Nullable GunLive> guns;
    private final Function<PileNo, PileStatus> piles;
    private final Set<GunId> changedGuns = ConcurrentHashMap.newKeySet();
    private final Set<PileNo> changedPiles = ConcurrentHashMap.newKeySet();
    /** Tried and not written; they come after what has changed since, so that a part that fails holds up nobody. */
    private final Set<GunId> failedGuns = ConcurrentHashMap.newKeySet();

    private final Set<PileNo> failedPiles = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean writing = new AtomicBoolean();

    private final Supplier<Duration> pace;
    private int ticks;

    public LivePublisher(LiveSink sink, Function<GunId, @Nullable GunLive> guns, Function<PileNo, PileStatus> piles) {
        this(sink, guns, piles, () -> EVERY);
    }

    /** @param pace how often to write now; looked at {@link #EVERY} so often */
    public LivePublisher(
            LiveSink sink,
            Function<GunId, @Nullable GunLive> guns,
            Function<PileNo, PileStatus> piles,
            Supplier<Duration> pace) {
        this.pace = pace;
        this.sink = sink;
        this.guns = guns;
        this.piles = piles;
    }

    public void changed(GunId gun) {
        changedGuns.add(gun);
    }

    public void changed(PileNo pileNo) {
        changedPiles.add(pileNo);
    }

    /** Starts to write; disposing ends it. */
    public Disposable start(Scheduler timer) {
        return timer.schedulePeriodically(this::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        ticks++;
        if (EVERY.multipliedBy(ticks).compareTo(pace.get()) >= 0) {
            ticks = 0;
            flush();
        }
    }

    void flush() {
        if (isIdle() || !writing.compareAndSet(false, true)) {
            return;
        }
        List<GunId> gunBatch = taken(changedGuns, failedGuns);
        List<PileNo> pileBatch = taken(changedPiles, failedPiles);
        List<GunLive> values =
                gunBatch.stream().map(guns).filter(Objects::nonNull).toList();
        sink.write(values, pileBatch.stream().map(piles).toList())
                .doOnError(failure -> {
                    failedGuns.addAll(gunBatch);
                    failedPiles.addAll(pileBatch);
                    LOG.atDebug().setCause(failure).log("live values were not written");
                })
                .onErrorComplete()
                .doFinally(signal -> writing.set(false))
                .subscribe();
    }

    private boolean isIdle() {
        return changedGuns.isEmpty() && changedPiles.isEmpty() && failedGuns.isEmpty() && failedPiles.isEmpty();
    }

    private static <T> List<T> taken(Set<T> changed, Set<T> failed) {
        List<T> batch = new ArrayList<>();
        take(changed, batch);
        // Written with its newest value, whichever set names it.
        batch.forEach(failed::remove);
        take(failed, batch);
        return batch;
    }

    private static <T> void take(Set<T> names, List<T> batch) {
        Iterator<T> each = names.iterator();
        while (each.hasNext() && batch.size() < BATCH_MAX) {
            T name = each.next();
            // Forgotten before its value is read: what changes in between is written once more, never missed.
            each.remove();
            batch.add(name);
        }
    }
}
