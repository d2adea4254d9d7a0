package io.ohmgate.api.http.staff;

import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.staff.DeliveryView.Line;
import io.ohmgate.api.http.staff.DeliveryView.State;
import io.ohmgate.api.nodes.PileNow;
import io.ohmgate.api.nodes.PilesNow;
import io.ohmgate.api.store.TariffTables.TariffVersion;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.command.PileTariffState;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.session.PileEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Who holds a tariff version, who refused it, who is away and who waits: from the nodes' memories, as it is at this moment. */
@Component
public class TariffDeliveries {
    private final GatewayParts gateway;
    private final PilesNow piles;

    TariffDeliveries(GatewayParts gateway, PilesNow piles) {
        this.gateway = gateway;
        this.piles = piles;
    }

    Mono<DeliveryView> of(
            long tenantId, TariffVersion version, @Nullable State only, @Nullable String cursor, int limit) {
        List<PileEntry> charged = new ArrayList<>();
        for (PileEntry pile : gateway.directory.all()) {
            PileTariff wanted = pile.tariff();
            if (pile.tenantId() == tenantId && wanted != null && wanted.tariffVersionId() == version.id()) {
                charged.add(pile);
            }
        }
        return piles.of(charged.stream().map(PileEntry::pileNo).toList())
                .map(now -> view(
                        version,
                        charged.stream()
                                .map(pile -> line(pile, version, Objects.requireNonNull(now.get(pile.pileNo()))))
                                .toList(),
                        only,
                        cursor,
                        limit));
    }

    private static DeliveryView view(
            TariffVersion version, List<Line> lines, @Nullable State only, @Nullable String cursor, int limit) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        lines.forEach(line -> counts.merge(line.state(), 1, Integer::sum));
        int piles = lines.size();
        List<Line> shown = lines.stream()
                .filter(line -> only == null || line.state() == only)
                .filter(line -> cursor == null || line.pileNo().compareTo(cursor) > 0)
                .sorted(Comparator.comparing(Line::pileNo))
                .limit(limit + 1L)
                .toList();
        boolean more = shown.size() > limit;
        List<Line> page = more ? shown.subList(0, limit) : shown;
        return new DeliveryView(
                Long.toString(version.id()),
                version.modelNo(),
                piles,
                counts.getOrDefault(State.HELD, 0) == piles,
                counts,
                page,
                more ? Cursor.of(page.getLast().pileNo()) : null);
    }

    private static Line line(PileEntry pile, TariffVersion version, PileNow now) {
        PileTariffState state = now.tariff();
        return new Line(
                pile.pileNo().digits(),
                Long.toString(pile.stationId()),
                stateOf(version.modelNo(), now),
                state.heldModelNo(),
                state.attempts(),
                state.at());
    }

    private static State stateOf(int wantedModelNo, PileNow now) {
        if (!now.connected()) {
            return State.OFFLINE;
        }
        PileTariffState state = now.tariff();
        Integer held = state.heldModelNo();
        if (held != null && held == wantedModelNo) {
            return State.HELD;
        }
        if (state.refused()) {
            return State.REFUSED;
        }
        if (now.charging()) {
            return State.WAITS_FOR_IDLE;
        }
        return state.attempts() >= TariffDelivery.ATTEMPTS_MAX ? State.NO_ANSWER : State.UNDER_WAY;
    }
}
