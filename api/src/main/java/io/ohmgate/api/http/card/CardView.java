package io.ohmgate.api.http.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.card.Card;
import io.ohmgate.api.card.CardNumbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A card as it is shown: its numbers masked. */
@Schema(name = "ChargingCard", description = "充电卡；卡号已脱敏 / A charging card; its numbers are masked")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CardView(
        String id,
        String cardNo,
        @Nullable String printedNo,
        boolean bound,
        Card.State state,
        @Nullable String stateReason,
        Instant stateSince,
        boolean hasPassword,
        @Nullable Long dailyCapFen,
        @Nullable String stationId,
        Instant createdAt) {
    static CardView of(Card card) {
        String printed = card.printedNo();
        Long station = card.stationId();
        return new CardView(
                card.publicId(),
                CardNumbers.masked(card.number()),
                printed == null ? null : CardNumbers.masked(printed),
                card.driverId() != null,
                card.state(),
                card.stateReason(),
                card.stateSince(),
                card.hasPassword(),
                card.dailyCapFen(),
                station == null ? null : Long.toString(station),
                card.createdAt());
    }
}
