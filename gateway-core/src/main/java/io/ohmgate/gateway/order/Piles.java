package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.Optional;
import java.util.OptionalInt;

/** What orders need to know of piles and guns. Answers from memory, from any thread, without waiting. */
public interface Piles {
    /** The connection of the pile's current session. */
    Optional<PileLink> linkOf(PileNo pileNo);

    /** Empty if the gun is not on the allow-list. */
    Optional<GunFacts> factsOf(GunId gun);

    /** How many watts may be promised at the station at once; empty for no limit. */
    default OptionalInt capacityWattsOf(long stationId) {
        return OptionalInt.empty();
    }
}
