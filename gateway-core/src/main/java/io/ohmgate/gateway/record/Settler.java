package io.ohmgate.gateway.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.metrics.Objectives;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderNotices;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Settles kept records: looks for them in the table, so that none is forgotten by a restart, and at once when nudged. A
 * record that cannot be settled now waits longer each time and holds up no other.
 */
public final class Settler implements Disposable {
    public static final Duration PAUSE = Duration.ofSeconds(1);
    public static final int BATCH_MAX = 200;
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    static final Duration LAST_RETRY = Duration.ofMinutes(10);
    private static final int AT_ONCE_MAX = 4;
    /** While records press: money waits a little, evidence does not, and no record waits for ever. */
    static final int BATCH_UNDER_PRESSURE = 10;

    private static final int REASON_MAX = 191;
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    private final SettlementStore store;
    private final Settlement settlement;
    private final OrderService orders;
    private final OrderNotices notices;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final MeterRegistry metrics;
    private final PollLoop loop;
    private volatile BooleanSupplier pressed = () -> false;
    /** Touched only by the one round that runs. */
    private Instant nextUnderPressure = Instant.EPOCH;

    private final Timer settled;
    private final Counter failures;

    public Settler(
            SettlementStore store,
            Settlement settlement,
            OrderService orders,
            OrderNotices notices,
            InstantSource clock,
            Scheduler scheduler,
            MeterRegistry metrics) {
        this.store = store;
        this.settlement = settlement;
        this.orders = orders;
        this.notices = notices;
        this.clock = clock;
        this.scheduler = scheduler;
        this.metrics = metrics;
        this.settled = Objectives.timer("ohmgate.records.settle").register(metrics);
        this.failures = metrics.counter("ohmgate.settlement.failures");
        for (Class<?> decision : SettlementDecision.class.getPermittedSubclasses()) {
            decisionCounter(decision);
        }
        this.loop = new PollLoop("settlement", PAUSE, scheduler, Mono.defer(this::round));
    }

    public void start() {
        loop.start();
    }

    /** Settles a few a second while this is true: records come in faster than they are kept. */
    public void yieldTo(BooleanSupplier pressure) {
        pressed = pressure;
    }

    /** There is something to settle. */
    public void nudge() {
        loop.nudge();
    }

    private Mono<Boolean> round() {
        if (!pressed.getAsBoolean()) {
            return round(BATCH_MAX, AT_ONCE_MAX);
        }
        Instant now = clock.instant();
        if (now.isBefore(nextUnderPressure)) {
            return Mono.just(false);
        }
        nextUnderPressure = now.plus(PAUSE);
        return round(BATCH_UNDER_PRESSURE, 1).thenReturn(false);
    }

    private Mono<Boolean> round(int batch, int atOnce) {
        return store.pending(clock.instant(), batch)
                .collectList()
                .flatMap(pending -> unclaimed(pending)
                        .flatMap(done -> Flux.fromIterable(pending)
                                .filter(one -> !done.contains(one.recordId()))
                                .flatMap(this::settled, atOnce)
                                .filter(Boolean::booleanValue)
                                .count()
                                // A full batch of which nothing could even be postponed must not be asked for again at
                                // once.
                                .map(count -> count + done.size() == batch)));
    }

    /** Those that nobody asked for, all at once: which ones were. One at a time it would cost ten times as much. */
    private Mono<Set<Long>> unclaimed(List<PendingRecord> pending) {
        if (pending.isEmpty()) {
            return Mono.just(Set.of());
        }
        Instant now = clock.instant();
        return store.settleUnclaimed(
                        pending.stream().map(PendingRecord::recordId).toList(),
                        facts -> settlement.decide(facts, Map.of(), now))
                .timeout(PATIENCE, scheduler)
                .map(settled -> {
                    Set<Long> done = new HashSet<>();
                    settled.forEach((facts, decision) -> {
                        tell(facts.recordId(), facts, decision, now);
                        done.add(facts.recordId());
                    });
                    return done;
                })
                .onErrorResume(error -> {
                    LOG.atWarn().setCause(error).log("orphans are settled one by one: together they could not be");
                    return Mono.just(Set.of());
                });
    }

    private Mono<Boolean> settled(PendingRecord pending) {
        Instant now = clock.instant();
        AtomicReference<@Nullable SettlementFacts> known = new AtomicReference<>();
        return store.settle(pending.recordId(), facts -> {
                    known.set(facts);
                    return settlement.decide(facts, observed(facts), now);
                })
                .timeout(PATIENCE, scheduler)
                .doOnNext(decision -> tell(pending.recordId(), known.get(), decision, now))
                .thenReturn(true)
                .onErrorResume(error -> postpone(pending, error, now));
    }

    private Mono<Boolean> postpone(PendingRecord pending, Throwable error, Instant now) {
        LOG.atError()
                .setCause(error)
                .addKeyValue("recordId", pending.recordId())
                .addKeyValue("attempts", pending.attempts())
                .log("a record could not be settled yet");
        failures.increment();
        String reason = String.valueOf(error);
        return store.postpone(
                        pending.recordId(),
                        now.plus(retryAfter(pending.attempts())),
                        reason.substring(0, Math.min(REASON_MAX, reason.length())))
                .thenReturn(false)
                .onErrorResume(alsoFailed -> {
                    LOG.atWarn()
                            .setCause(alsoFailed)
                            .addKeyValue("recordId", pending.recordId())
                            .log("not postponed");
                    return Mono.just(false);
                });
    }

    static Duration retryAfter(int attempts) {
        Duration wait = FIRST_RETRY;
        for (int i = 0; i < attempts && wait.compareTo(LAST_RETRY) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY;
    }

    /** The gun of the order, where there is one: a record may name another gun than its serial. */
    private Map<PriceLevel, Energy> observed(SettlementFacts facts) {
        ChargingOrder order = facts.order();
        return orders.observed(
                order == null ? facts.record().gun() : order.gun(),
                facts.record().tradeNo());
    }

    private Counter decisionCounter(Class<?> decision) {
        String name = decision.getSimpleName().toLowerCase(Locale.ROOT);
        return metrics.counter("ohmgate.settlement.decisions", "decision", name);
    }

    /** {@code facts} are null only for a store that decides without asking. */
    private void tell(long recordId, @Nullable SettlementFacts facts, SettlementDecision decision, Instant now) {
        decisionCounter(decision.getClass()).increment();
        if (facts != null) {
            settled.record(Duration.between(facts.receivedAt(), clock.instant()));
        }
        switch (decision) {
            case SettlementDecision.Bill bill -> {
                orders.committed(bill.step());
                OrderRef order = OrderRef.of(bill.step().order());
                Money payable = bill.bill().payable();
                PostedBill before = facts == null ? null : facts.posted();
                notices.tell(
                        before == null
                                ? new OrderNotice.ChargeBilled(order, payable, now)
                                : new OrderNotice.BillCorrected(order, before.payable(), payable, now));
            }
            case SettlementDecision.Review review -> {
                orders.committed(review.step());
                notices.tell(new OrderNotice.BillHeld(
                        OrderRef.of(review.step().order()), String.join(",", review.reasons()), now));
            }
            case SettlementDecision.Beside beside ->
                notices.tell(
                        new OrderNotice.BillHeld(OrderRef.of(beside.order()), String.join(",", beside.reasons()), now));
            case SettlementDecision.Orphan orphan ->
                notices.tell(new OrderNotice.OrphanOpened(OrderRef.of(orphan.order()), recordId, now));
            case SettlementDecision.Quarantine quarantine -> {
                if (facts != null) {
                    ChargeRecord record = facts.record();
                    notices.tell(new OrderNotice.RecordQuarantined(
                            recordId, record.tradeNo(), record.gun(), quarantine.reason(), now));
                }
            }
        }
    }

    @Override
    public void dispose() {
        loop.dispose();
    }
}
