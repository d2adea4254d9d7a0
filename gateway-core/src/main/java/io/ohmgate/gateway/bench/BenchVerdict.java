package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Estimate;
import io.ohmgate.gateway.order.Step;
import io.ohmgate.gateway.record.Posting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a decision comes to. */
public sealed interface BenchVerdict {
    /**
     * Write the step, the bill, its payment, the decision and what becomes of the record that waited, in one transaction.
     * {@code estimate} is what the person saw; {@code recordId} the record that was judged with it.
     */
    record Decided(
            Step.Changed step,
            Posting posting,
            BenchChoice.Kind kind,
            String reason,
            String by,
            @Nullable Long recordId,
            @Nullable Estimate estimate)
            implements BenchVerdict {}

    /** The same call has decided before; nothing is written. */
    record Repeated(ChargingOrder order, BenchChoice.Kind kind, Money payable, Instant at) implements BenchVerdict {}

    /** More is at stake than one person decides alone: write down what is proposed, and nothing else (invariants F3). */
    record Proposed(Money stake) implements BenchVerdict {}

    /** Nothing is written. */
    record Refused(BenchRefusal refusal) implements BenchVerdict {}
}
