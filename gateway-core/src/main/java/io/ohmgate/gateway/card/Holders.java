package io.ohmgate.gateway.card;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.gateway.order.OrderSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Knows whose card or vehicle it is. May ask a database; never called on an event loop. */
public interface Holders {
    /** Whoever may pay for a start with this, or why nobody may. Never empty. */
    Mono<Finding> find(Place place, StartMode mode, StartCredential shown);

    /** Where it was shown. */
    record Place(long tenantId, long stationId) {}

    sealed interface Finding {}

    /**
     * A driver. {@code spendable} is what is left of the day's cap of the card or vehicle, null if it has none;
     * {@code reversed} tells how the vehicle's number was read, null for a card.
     */
    record Holder(
            long driverId,
            OrderSource source,
            CardFace card,
            @Nullable Money spendable,
            @Nullable Boolean reversed) implements Finding {}

    record Nobody(StartRefusedBecause reason) implements Finding {}
}
