package io.ohmgate.gateway;

import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.LiveGuns;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.order.GunFacts.ConfirmedTariff;
import io.ohmgate.gateway.order.Piles;
import io.ohmgate.gateway.order.StationCapacities;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import java.util.Optional;
import java.util.OptionalInt;

/** What orders ask of piles, answered from memory. Online means here: a start written now would reach the pile. */
record KnownPiles(
        PileDirectory directory,
        PileSessions sessions,
        LiveGuns guns,
        TariffDelivery tariffs,
        StationCapacities capacities)
        implements Piles {
    @Override
    public Optional<PileLink> linkOf(PileNo pileNo) {
        return sessions.linkOf(pileNo);
    }

    @Override
    public OptionalInt capacityWattsOf(long stationId) {
        return capacities.of(stationId);
    }

    @Override
    public Optional<GunFacts> factsOf(GunId gun) {
        PileEntry entry = directory.find(gun.pileNo());
        if (entry == null || !entry.has(gun)) {
            return Optional.empty();
        }
        GunLive live = guns.find(gun);
        return Optional.of(new GunFacts(
                entry.tenantId(),
                entry.stationId(),
                entry.stationOpen(),
                entry.enabled(),
                sessions.isReachable(entry.pileNo()),
                live == null ? GunState.UNKNOWN : live.state(),
                live == null ? null : live.plugged(),
                entry.ratedWatts(),
                tariffs.confirmed(entry.pileNo())
                        .map(held -> new ConfirmedTariff(held.tariffVersionId(), held.tariff()))
                        .orElse(null),
                sessions.standingOf(entry.pileNo())));
    }
}
