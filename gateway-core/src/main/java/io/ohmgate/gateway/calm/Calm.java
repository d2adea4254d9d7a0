package io.ohmgate.gateway.calm;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The level of this node, and who asks for it before it does what can wait. Ten times a second the signals are looked at;
 * asking costs one volatile read, so that it may stand in every hot path.
 */
public final class Calm {
    private static final Logger LOG = LoggerFactory.getLogger(Calm.class);

    private final LongSupplier nanos;
    private final InstantSource wall;
    private final Map<Signal, LongSupplier> sources = new EnumMap<>(Signal.class);
    private final Map<Signal, Long> readings = new EnumMap<>(Signal.class);
    private final Map<Signal, Long> ownReadings = new EnumMap<>(Signal.class);
    private final LevelMeter meter = new LevelMeter();
    private final LevelMeter ownMeter = new LevelMeter();
    private final List<Changed> listeners = new CopyOnWriteArrayList<>();
    private final Map<Work, Counter> shed = new EnumMap<>(Work.class);
    private final AtomicInteger sample = new AtomicInteger();
    private volatile Level level = Level.CALM;
    private volatile Level own = Level.CALM;
    private volatile @Nullable Signal cause;
    private volatile Instant since;
    private volatile Map<Signal, Long> last = Map.of();

    public Calm(LongSupplier nanos, InstantSource wall, MeterRegistry meters) {
        this.nanos = nanos;
        this.wall = wall;
        this.since = wall.instant();
        for (Work work : Work.values()) {
            String tag = work.name().toLowerCase(Locale.ROOT);
            shed.put(work, meters.counter("ohmgate.overload.shed", List.of(Tag.of("class", tag))));
        }
        meters.gauge("ohmgate.overload.level", this, calm -> calm.level.number());
        for (Signal signal : Signal.values()) {
            meters.gauge(
                    "ohmgate.overload.signal",
                    List.of(Tag.of("signal", signal.name().toLowerCase(Locale.ROOT))),
                    this,
                    calm -> calm.last.getOrDefault(signal, 0L));
        }
    }

    /** Hears of a change of level, on the thread that looks. */
    @FunctionalInterface
    public interface Changed {
        void changed(Level before, Level after);
    }

    /** Where a signal is read; before {@link #start}. */
    public Calm reads(Signal signal, LongSupplier source) {
        sources.put(signal, source);
        return this;
    }

    public void onChange(Changed listener) {
        listeners.add(listener);
    }

    /** Begins to look; disposing ends it. The thread should have nothing else to do: it must notice that others are late. */
    public Disposable start(Scheduler scheduler) {
        long every = LevelMeter.EVERY.toMillis();
        return scheduler.schedulePeriodically(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    void look() {
        long now = nanos.getAsLong();
        sources.forEach((signal, source) -> {
            long reading = source.getAsLong();
            readings.put(signal, reading);
            if (signal.ofThisNode()) {
                ownReadings.put(signal, reading);
            }
        });
        last = Map.copyOf(readings);
        own = ownMeter.look(now, ownReadings).level();
        LevelMeter.Reading reading = meter.look(now, readings);
        if (reading.level() != level) {
            change(reading);
        }
    }

    private void change(LevelMeter.Reading reading) {
        Level before = level;
        Level after = reading.level();
        cause = reading.cause();
        since = wall.instant();
        level = after;
        LOG.atWarn()
                .addKeyValue("before", before.number())
                .addKeyValue("after", after.number())
                .addKeyValue("cause", reading.cause())
                .addKeyValue("readings", last)
                .log(after.compareTo(before) > 0 ? "the node gives way" : "the node recovers");
        for (Changed listener : listeners) {
            listener.changed(before, after);
        }
    }

    public Level level() {
        return level;
    }

    /** The level that this process alone asks for, whatever the database does: by it piles are let in or sent elsewhere. */
    public Level ownLevel() {
        return own;
    }

    /**
     * Whether this may be done now; what may not is counted. Of {@link Work#DETAIL_HISTORY} one in {@link Level#SAMPLE}
     * may at the first level at which it gives way, and none above.
     */
    public boolean admits(Work work) {
        Level now = level;
        if (now == Level.CALM
                || work == Work.RECORDS_STOPS_MONEY
                || work == Work.HEARTBEATS
                || !now.atLeast(Level.givesWayFrom(work))) {
            return true;
        }
        if (work == Work.DETAIL_HISTORY
                && now == Level.LESS_DETAIL
                && Math.floorMod(sample.getAndIncrement(), Level.SAMPLE) == 0) {
            return true;
        }
        count(work);
        return false;
    }

    private void count(Work work) {
        Counter counter = shed.get(work);
        if (counter != null) {
            counter.increment();
        }
    }

    /** How often live values go out at most, for {@link Work#LIVE_VALUES}. */
    public Duration liveEvery() {
        return level.liveEvery();
    }

    /** What is shown to people. Counts are since the start of the process. */
    public record View(
            Level level,
            Level ownLevel,
            Instant since,
            @Nullable Signal cause,
            Map<Signal, Long> readings,
            Map<Work, Long> shed) {}

    public View view() {
        Map<Work, Long> counts = new EnumMap<>(Work.class);
        shed.forEach((work, counter) -> counts.put(work, (long) counter.count()));
        return new View(level, own, since, cause, last, counts);
    }
}
