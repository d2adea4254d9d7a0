package io.ohmgate.api.http.firmware;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.CampaignTables.CampaignPile;
import io.ohmgate.gateway.operation.OperationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pile of a rollout; {@code status} is PENDING until it is asked, then that of its operation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignPileView(
        String pileNo,
        int wave,
        String status,
        @Nullable OperationReason reason,
        @Nullable String operationId,
        @Nullable Instant finishedAt,
        @Nullable String firmware) {
    static CampaignPileView of(CampaignPile pile) {
        Long operation = pile.operationId();
        return new CampaignPileView(
                pile.pileNo().digits(),
                pile.wave(),
                pile.status() == null ? "PENDING" : pile.status().name(),
                pile.reason(),
                operation == null ? null : Long.toString(operation),
                pile.finishedAt(),
                pile.firmware());
    }
}
