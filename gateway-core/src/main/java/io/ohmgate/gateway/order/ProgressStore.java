package io.ohmgate.gateway.order;

import java.util.List;
import reactor.core.publisher.Mono;

/** Writes the last live values of running orders, many at once and seldom. May be shed: nothing depends on a single one. */
public interface ProgressStore {
    /**
     * Writes the progress of orders in an active or record-awaiting state where the row's own is older. Neither the
     * version nor anything else changes. Rows of unknown or other orders are skipped.
     */
    Mono<Void> save(List<ProgressUpdate> updates);

    record ProgressUpdate(OrderId orderId, Progress progress) {}
}
