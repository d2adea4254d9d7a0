package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.pile.PileNo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is open, by pile. Bounded by the allow-list: a pile or gun has one of a kind at most, which the store sees to. Read
 * from any thread; an operation changes only in its pile's lane.
 */
final class OpenOperations {
    private final ConcurrentHashMap<PileNo, Map<Slot, Held>> byPile = new ConcurrentHashMap<>();

    private record Slot(int gunNo, OperationKind kind) {}

    /** One operation as it is now. */
    static final class Held {
        private volatile Operation operation;
        private volatile long notBeforeNanos;
        private volatile boolean delayed;

        Held(Operation operation) {
            this.operation = operation;
        }

        Operation operation() {
            return operation;
        }

        void become(Operation after) {
            operation = after;
        }

        void notBefore(long nanos) {
            notBeforeNanos = nanos;
            delayed = true;
        }

        boolean isDue(long nanos) {
            return !delayed || nanos - notBeforeNanos >= 0;
        }
    }

    Held add(Operation operation) {
        Held held = new Held(operation);
        byPile.compute(operation.pileNo(), (pileNo, slots) -> {
            Map<Slot, Held> into = slots == null ? new ConcurrentHashMap<>(4) : slots;
            into.put(slotOf(operation), held);
            return into;
        });
        return held;
    }

    void remove(Held held) {
        byPile.computeIfPresent(held.operation().pileNo(), (pileNo, slots) -> {
            slots.remove(slotOf(held.operation()), held);
            return slots.isEmpty() ? null : slots;
        });
    }

    @Nullable
    Held find(PileNo pileNo, int gunNo, OperationKind kind) {
        Map<Slot, Held> slots = byPile.get(pileNo);
        return slots == null ? null : slots.get(new Slot(gunNo, kind));
    }

    @Nullable
    Held find(PileNo pileNo, long operationId) {
        for (Held held : at(pileNo)) {
            if (held.operation().id() == operationId) {
                return held;
            }
        }
        return null;
    }

    List<Held> at(PileNo pileNo) {
        Map<Slot, Held> slots = byPile.get(pileNo);
        return slots == null ? List.of() : List.copyOf(slots.values());
    }

    List<Held> all() {
        List<Held> all = new ArrayList<>();
        byPile.values().forEach(slots -> all.addAll(slots.values()));
        return all;
    }

    private static Slot slotOf(Operation operation) {
        return new Slot(operation.gunNo(), operation.kind());
    }
}
