package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ohmgate.api.store.DecisionProposals;
import io.ohmgate.api.store.DecisionTables.Decision;
import io.ohmgate.gateway.bench.BenchChoice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An abnormal order with all that a person decides it by: its records side by side, its history, earlier decisions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AbnormalOrderDetail(
        @JsonUnwrapped AbnormalOrderView abnormal,
        List<RecordBeside> records,
        List<DecisionView> decisions,
        List<ProposalView> proposals,
        List<StaffOrderView.Step> history) {
    public AbnormalOrderDetail {
        records = List.copyOf(records);
        decisions = List.copyOf(decisions);
        proposals = List.copyOf(proposals);
        history = List.copyOf(history);
    }

    /** Whether a decision waits for a second person. */
    boolean waits() {
        return proposals.stream().anyMatch(proposal -> proposal.state().equals(DecisionProposals.State.WAITING.name()));
    }

    /**
     * A record of the order; {@code oursFen} is what we would bill for it, the differences are to what the pile charged and
     * to the estimate.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecordBeside(
            KeptRecordView record,
            List<AbnormalOrderView.Reason> reasons,
            @Nullable Long oursFen,
            @Nullable Long pileDifferenceFen,
            @Nullable Long estimateDifferenceFen) {}

    /** Who decided what, when, why, and what came of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DecisionView(
            String kind,
            String reason,
            String by,
            Instant at,
            int billNo,
            long payableFen,
            long paidFen,
            long unpaidFen,
            @Nullable String recordId,
            @Nullable Long estimateEnergy,
            @Nullable Long estimateFen,
            @Nullable String approvedBy) {
        static DecisionView of(Decision decision) {
            Long record = decision.recordId();
            return new DecisionView(
                    decision.kind().name(),
                    decision.reason(),
                    decision.by(),
                    decision.at(),
                    decision.billNo(),
                    decision.payable().fen(),
                    decision.paid().fen(),
                    decision.unpaid().fen(),
                    record == null ? null : Long.toString(record),
                    decision.energy(),
                    decision.estimateFen(),
                    decision.approvedBy());
        }
    }

    /** A decision above the limit: what was proposed, what is at stake, and what became of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ProposalView(
            String proposalId,
            String kind,
            @Nullable Long energy,
            @Nullable Long amountFen,
            String reason,
            long stakeFen,
            String state,
            String by,
            Instant at,
            @Nullable String closedBy,
            @Nullable Instant closedAt) {
        static ProposalView of(DecisionProposals.Shown shown) {
            return new ProposalView(
                    Long.toString(shown.id()),
                    shown.kind().name(),
                    shown.kind() == BenchChoice.Kind.STATE_ENERGY ? shown.number() : null,
                    shown.kind() == BenchChoice.Kind.STATE_AMOUNT ? shown.number() : null,
                    shown.reason(),
                    shown.stake().fen(),
                    shown.state().name(),
                    shown.proposedBy(),
                    shown.proposedAt(),
                    shown.closedBy(),
                    shown.closedAt());
        }
    }
}
