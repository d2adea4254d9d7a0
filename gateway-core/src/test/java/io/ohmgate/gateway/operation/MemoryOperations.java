package io.ohmgate.gateway.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of operations, with the rules of the real table: one open of a kind, and only the next version. */
final class MemoryOperations implements OperationStore {
    final Map<Long, Operation> rows = new LinkedHashMap<>();
    final List<String> steps = new ArrayList<>();
    boolean away;

    @Override
    public Mono<Operation> open(OperationDraft draft, Instant now) {
        return Mono.fromSupplier(() -> {
            check();
            rows.values().stream()
                    .filter(row -> row.isOpen() && isSameSlot(row, draft))
                    .findFirst()
                    .ifPresent(row -> {
                        throw new OperationOpenException(row.id());
                    });
            Operation fresh = Operation.begin(rows.size() + 1L, draft, now);
            rows.put(fresh.id(), fresh);
            return fresh;
        });
    }

    private static boolean isSameSlot(Operation row, OperationDraft draft) {
        return row.pileNo().equals(draft.pileNo())
                && row.gunNo() == draft.gunNo()
                && row.kind() == draft.task().kind();
    }

    @Override
    public Mono<Boolean> move(Operation before, Operation after, String by, Instant now) {
        return Mono.fromSupplier(() -> {
            check();
            if (!before.equals(rows.get(before.id()))) {
                return false;
            }
            rows.put(after.id(), after);
            steps.add(before.status() + ">" + after.status());
            return true;
        });
    }

    @Override
    public Flux<Operation> allOpen() {
        return Flux.fromIterable(List.copyOf(rows.values())).filter(Operation::isOpen);
    }

    Operation row(long id) {
        return Objects.requireNonNull(rows.get(id));
    }

    private void check() {
        if (away) {
            throw new java.io.UncheckedIOException(new java.io.IOException("the database is away"));
        }
    }
}
