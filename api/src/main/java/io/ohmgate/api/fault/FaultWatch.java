package io.ohmgate.api.fault;

import io.ohmgate.api.store.WorkOrderTables;
import io.ohmgate.api.store.WorkOrderTables.Occurrence;
import io.ohmgate.api.store.WriteBehind;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.BatteryNote.Troubles;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.ykc.words.Cause;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.ohmgate.ykc.words.CodeWord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Turns faults into work orders: fault bits that appear, a charger that stops by itself, a record or a refusal that names a
 * fault of the pile. A bit that stays set is one occurrence, however often it is reported.
 */
public final class FaultWatch implements AutoCloseable {
    static final int WAITING_MAX = 10_000;
    private static final int BATCH_MAX = 100;
    private static final Set<OrderState> ENDED =
            Set.of(OrderState.SETTLED, OrderState.IN_REVIEW, OrderState.START_FAILED);

    private final WorkOrderTables tables;
    private final PileDirectory directory;
    private final InstantSource clock;
    private final WriteBehind<Heard> queue;

    /** What was heard and is not looked at yet. */
    private sealed interface Heard {
        /** Where it happened: each gun has a fair share of the queue. */
        Object gun();

        record Fault(Occurrence occurrence) implements Heard {
            @Override
            public Object gun() {
                return occurrence.gunId();
            }
        }

        /** An order that ended: what its record or refusal says must be looked up. */
        record Ended(OrderRef order, Instant at) implements Heard {
            @Override
            public Object gun() {
                return order.gun().digits();
            }
        }
    }

    public FaultWatch(WorkOrderTables tables, PileDirectory directory, InstantSource clock) {
        this.tables = tables;
        this.directory = directory;
        this.clock = clock;
        this.queue = new WriteBehind<>("faults", WAITING_MAX, BATCH_MAX, Heard::gun, this::write);
    }

    public void tell(PileEvent event) {
        if (event instanceof PileEvent.FaultsChanged changed) {
            int fresh = changed.after() & ~changed.before();
            for (CodeWord word : CodeBook.faults(fresh)) {
                queue.tell(new Heard.Fault(new Occurrence(
                        changed.tenantId(),
                        changed.stationId(),
                        changed.gun().digits(),
                        word.list().name(),
                        word.code(),
                        isUrgent(word),
                        null,
                        changed.at())));
            }
        }
    }

    public void tell(BatteryNoted noted) {
        PileEntry entry = directory.find(noted.pileNo());
        if (entry == null
                || !(noted.note() instanceof Troubles troubles)
                || troubles.kind() != Troubles.Kind.CHARGER_STOPPED) {
            return;
        }
        for (int code : troubles.codes()) {
            CodeWord word = CodeBook.of(CodeList.CHARGER_STOPPED, code);
            if (isUrgent(word)) {
                queue.tell(new Heard.Fault(new Occurrence(
                        entry.tenantId(),
                        entry.stationId(),
                        noted.gun().digits(),
                        word.list().name(),
                        code,
                        true,
                        noted.tradeNo().digits(),
                        clock.instant())));
            }
        }
    }

    public void tell(OrderNotice notice) {
        if (notice instanceof OrderNotice.OrderMoved moved && ENDED.contains(moved.to())) {
            queue.tell(new Heard.Ended(moved.order(), moved.at()));
        }
    }

    private static boolean isUrgent(CodeWord word) {
        return word.advice().cause() == Cause.EQUIPMENT;
    }

    public void start(Scheduler scheduler) {
        queue.start(scheduler);
    }

    /** Writes what waits now. */
    public Mono<Void> flush() {
        return queue.write();
    }

    private Mono<Void> write(List<Heard> batch) {
        return Flux.fromIterable(batch)
                .concatMap(heard -> switch (heard) {
                    case Heard.Fault fault -> Mono.just(fault.occurrence());
                    case Heard.Ended ended -> occurrenceOf(ended);
                })
                .concatMap(tables::occurred)
                .then();
    }

    private Flux<Occurrence> occurrenceOf(Heard.Ended ended) {
        OrderRef order = ended.order();
        return tables.codesOf(order.orderId(), order.tradeNo()).mapNotNull(code -> occurrence(order, code, ended.at()));
    }

    private static @Nullable Occurrence occurrence(OrderRef order, WorkOrderTables.EndCode code, Instant at) {
        CodeWord word = CodeBook.of(CodeList.valueOf(code.list()), code.code());
        return isUrgent(word)
                ? new Occurrence(
                        order.tenantId(),
                        order.stationId(),
                        order.gun().digits(),
                        code.list(),
                        code.code(),
                        true,
                        order.tradeNo().digits(),
                        at)
                : null;
    }

    @Override
    public void close() {
        queue.close();
    }
}
