package io.ohmgate.api.http.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.card.CardNumbers;
import io.ohmgate.api.card.PileCards.PileCard;
import io.ohmgate.gateway.card.OfflineCardStore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a card stands on a pile. */
@Schema(name = "PileCard", description = "桩内离线卡 / A card kept by a pile for when it is offline")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PileCardView(
        String cardId,
        String cardNo,
        OfflineCardStore.State state,
        boolean wanted,
        OfflineCardStore.@Nullable Reason reason,
        int attempts,
        Instant changedAt) {
    static PileCardView of(PileCard card) {
        return new PileCardView(
                card.card().publicId(),
                CardNumbers.masked(card.card().number()),
                card.state(),
                card.wanted(),
                card.reason(),
                card.attempts(),
                card.changedAt());
    }
}
