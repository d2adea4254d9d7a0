package io.ohmgate.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.api.store.Census;
import io.ohmgate.api.store.LedgerCheck;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.record.InboxState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the tables said last, as metrics. Ages are counted on from there, so that a census that cannot be taken any more
 * shows; what is not known yet is not a number.
 */
final class BookGauges {
    private static final double MILLIS = 1_000;

    private final InstantSource clock;
    private final AtomicLong journals = new AtomicLong();
    private volatile @Nullable Long lastJournal;
    private volatile Census.@Nullable Result census;
    private volatile LedgerCheck.@Nullable Finding books;
    private volatile Instant countedAt;
    private volatile Instant checkedAt;

    BookGauges(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.countedAt = clock.instant();
        this.checkedAt = countedAt;
        Meters gauges = new Meters(meters);
        for (OrderState state : Census.COUNTED) {
            Function<Census.Result, Census.Count> open = now -> now.orders().getOrDefault(state, Census.Count.NONE);
            gauges.labelled("ohmgate.orders.open", "state", state).add(() -> number(open));
            gauges.labelled("ohmgate.orders.oldest", "state", state).seconds(() -> age(open));
        }
        for (InboxState state : Census.WAITING) {
            Function<Census.Result, Census.Count> waiting = now -> now.records().getOrDefault(state, Census.Count.NONE);
            gauges.labelled("ohmgate.records.waiting", "state", state).add(() -> number(waiting));
            gauges.labelled("ohmgate.records.oldest", "state", state).seconds(() -> age(waiting));
        }
        gauges.named("ohmgate.orders.stops.unproven").add(() -> number(Census.Result::unprovenStops));
        gauges.named("ohmgate.orders.stops.age").seconds(() -> age(Census.Result::unprovenStops));
        gauges.named("ohmgate.orders.timers.overdue").add(() -> number(Census.Result::overdueTimers));
        gauges.named("ohmgate.orders.timers.age").seconds(() -> age(Census.Result::overdueTimers));
        gauges.named("ohmgate.ledger.holds.open").add(() -> number(Census.Result::openHolds));
        gauges.named("ohmgate.ledger.holds.age").seconds(() -> age(Census.Result::openHolds));
        gauges.named("ohmgate.ledger.suspense.fen").add(this::suspense);
        gauges.named("ohmgate.ledger.sum.fen").add(() -> found(LedgerCheck.Finding::sumFen));
        for (BookFault fault : BookFault.values()) {
            gauges.labelled("ohmgate.ledger.faults", "kind", fault).add(() -> found(fault.number));
        }
        gauges.named("ohmgate.census.age").seconds(() -> secondsSince(countedAt));
        gauges.named("ohmgate.ledger.check.age").seconds(() -> secondsSince(checkedAt));
        FunctionCounter.builder("ohmgate.ledger.journals", journals, AtomicLong::get)
                .register(meters);
    }

    /** What must be none in the books. */
    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    private enum BookFault {
        UNBALANCED_JOURNAL(LedgerCheck.Finding::unbalancedJournals),
        BALANCE_OFF(LedgerCheck.Finding::balancesOff),
        HOLD_SUM_OFF(LedgerCheck.Finding::holdsOff),
        OVERDRAWN(LedgerCheck.Finding::overdrawn),
        HOLD_LEFT(LedgerCheck.Finding::holdsLeft),
        HOLD_MISSING(LedgerCheck.Finding::holdsMissing),
        BILL_UNBOOKED(LedgerCheck.Finding::billsUnbooked);

        private final ToLongFunction<LedgerCheck.Finding> number;

        BookFault(ToLongFunction<LedgerCheck.Finding> number) {
            this.number = number;
        }
    }

    void counted(Census.Result now) {
        census = now;
        countedAt = clock.instant();
    }

    void checked(LedgerCheck.Finding now) {
        books = now;
        checkedAt = clock.instant();
    }

    void booked(Census.Journals fresh) {
        lastJournal = fresh.last();
        journals.addAndGet(fresh.number());
    }

    @Nullable
    Long lastJournal() {
        return lastJournal;
    }

    private double number(Function<Census.Result, Census.Count> what) {
        Census.Result now = census;
        return now == null ? Double.NaN : what.apply(now).number();
    }

    private double age(Function<Census.Result, Census.Count> what) {
        Census.Result now = census;
        if (now == null) {
            return Double.NaN;
        }
        Instant oldest = what.apply(now).oldest();
        return oldest == null ? 0 : secondsSince(oldest);
    }

    private double suspense() {
        Census.Result now = census;
        return now == null ? Double.NaN : now.suspenseFen();
    }

    private double found(ToLongFunction<LedgerCheck.Finding> what) {
        LedgerCheck.Finding now = books;
        return now == null ? Double.NaN : what.applyAsLong(now);
    }

    private double secondsSince(Instant then) {
        return Math.max(0, Duration.between(then, clock.instant()).toMillis() / MILLIS);
    }

    /** Registers gauges over suppliers that nobody else holds on to. */
    private record Meters(MeterRegistry registry) {
        One named(String name) {
            return new One(registry, name, null, null);
        }

        One labelled(String name, String label, Enum<?> constant) {
            return new One(registry, name, label, constant.name().toLowerCase(Locale.ROOT));
        }
    }

    private record One(
            MeterRegistry registry,
            String name,
            @Nullable String label,
            @Nullable String value) {
        void add(Supplier<Number> number) {
            builder(number).register(registry);
        }

        void seconds(Supplier<Number> number) {
            builder(number).baseUnit("seconds").register(registry);
        }

        private Gauge.Builder<Supplier<Number>> builder(Supplier<Number> number) {
            Gauge.Builder<Supplier<Number>> builder = Gauge.builder(name, number);
            return label == null || value == null ? builder : builder.tag(label, value);
        }
    }
}
