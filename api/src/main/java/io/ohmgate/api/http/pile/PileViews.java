package io.ohmgate.api.http.pile;

import io.ohmgate.api.http.Page;
import io.ohmgate.api.nodes.PileNow;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Joins what the tables say of a pile with what the gateway knows of it right now, whichever node holds it. */
@Component
class PileViews {
    private final PilesNow piles;
    private final PileDirectory directory;

    PileViews(PilesNow piles, PileDirectory directory) {
        this.piles = piles;
        this.directory = directory;
    }

    Mono<PileView> of(Pile pile) {
        return piles.of(pile.pileNo()).map(now -> view(pile, now));
    }

    /** A page of them, asked for together. */
    Mono<Page<PileView>> of(Page<Pile> page) {
        return piles.of(page.items().stream().map(Pile::pileNo).toList())
                .map(now -> new Page<>(
                        page.items().stream()
                                .map(pile -> view(pile, Objects.requireNonNull(now.get(pile.pileNo()))))
                                .toList(),
                        page.nextCursor()));
    }

    private PileView view(Pile pile, PileNow now) {
        return new PileView(
                pile.pileNo().digits(),
                pile.name(),
                Long.toString(pile.stationId()),
                pile.stationCode(),
                pile.stationName(),
                pile.kind(),
                pile.ratedWatts(),
                pile.enabled(),
                now.presence() == PileStatus.Presence.ONLINE,
                now.presence(),
                now.presenceSince(),
                now.lastHeard(),
                now.loggedInAt() == null ? pile.lastLoginAt() : now.loggedInAt(),
                now.firmware() == null ? pile.firmware() : now.firmware(),
                now.protocolVersion() == null ? pile.protocolVersion() : now.protocolVersion(),
                tariff(pile, now),
                guns(pile, now),
                now.trust(),
                dialect(pile, now));
    }

    private DialectView dialect(Pile pile, PileNow now) {
        PileEntry entry = directory.find(pile.pileNo());
        return DialectView.of(entry == null ? Set.of() : entry.dialect(), now.oddities());
    }

    private static PileView.TariffHeld tariff(Pile pile, PileNow now) {
        return new PileView.TariffHeld(
                text(pile.wantedTariffVersionId()),
                text(pile.confirmedTariffVersionId()),
                pile.confirmedModelNo(),
                pile.confirmedAt(),
                now.tariffReady());
    }

    private static List<GunStateView> guns(Pile pile, PileNow now) {
        List<GunStateView> guns = new ArrayList<>();
        for (int gunNo = 1; gunNo <= pile.guns(); gunNo++) {
            GunId gun = pile.pileNo().gun(gunNo);
            guns.add(GunStateView.of(gun, now.gun(gun)));
        }
        return guns;
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : Long.toString(id);
    }
}
