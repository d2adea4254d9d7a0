package io.ohmgate.api.http.pile;

import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Joins what the tables say of a pile with what the gateway knows of it right now. */
@Component
class PileViews {
    private final GatewayParts gateway;

    PileViews(GatewayParts gateway) {
        this.gateway = gateway;
    }

    PileView of(Pile pile) {
        PileStatus status = gateway.sessions.statusOf(pile.pileNo());
        Instant login = status.loggedInAt() == null ? pile.lastLoginAt() : status.loggedInAt();
        String firmware =
                status.hello() == null ? pile.firmware() : status.hello().firmware();
        String protocol =
                status.hello() == null ? pile.protocolVersion() : status.hello().protocolVersion();
        return new PileView(
                pile.pileNo().digits(),
                pile.name(),
                Long.toString(pile.stationId()),
                pile.stationCode(),
                pile.stationName(),
                pile.kind(),
                pile.ratedWatts(),
                pile.enabled(),
                status.presence() == PileStatus.Presence.ONLINE,
                status.presence(),
                status.presenceSince(),
                status.lastHeard(),
                login,
                firmware,
                protocol,
                tariff(pile),
                guns(pile),
                status.trust() == null ? null : status.trust().level(),
                dialect(pile));
    }

    private DialectView dialect(Pile pile) {
        PileEntry entry = gateway.directory.find(pile.pileNo());
        return DialectView.of(entry == null ? Set.of() : entry.dialect(), gateway.oddities.of(pile.pileNo()));
    }

    private PileView.TariffHeld tariff(Pile pile) {
        boolean ready = gateway.piles
                .factsOf(pile.pileNo().gun(1))
                .map(GunFacts::tariff)
                .isPresent();
        return new PileView.TariffHeld(
                text(pile.wantedTariffVersionId()),
                text(pile.confirmedTariffVersionId()),
                pile.confirmedModelNo(),
                pile.confirmedAt(),
                ready);
    }

    private List<GunStateView> guns(Pile pile) {
        List<GunStateView> guns = new ArrayList<>();
        for (int gunNo = 1; gunNo <= pile.guns(); gunNo++) {
            GunId gun = pile.pileNo().gun(gunNo);
            guns.add(GunStateView.of(gun, gateway.liveGuns.find(gun)));
        }
        return guns;
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : Long.toString(id);
    }
}
