package io.ohmgate.api.http.staff;

import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.staff.DeliveryView.Line;
import io.ohmgate.api.http.staff.DeliveryView.State;
import io.ohmgate.api.store.TariffTables.TariffVersion;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.command.PileTariffState;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who holds a tariff version, who refused it, who is away and who waits: from memory, as it is at this moment. */
@Component
public class TariffDeliveries {
    private final GatewayParts gateway;

    TariffDeliveries(GatewayParts gateway) {
        this.gateway = gateway;
    }

    DeliveryView of(long tenantId, TariffVersion version, @Nullable State only, @Nullable String cursor, int limit) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        List<Line> lines = new ArrayList<>();
        for (PileEntry pile : gateway.directory.all()) {
            PileTariff wanted = pile.tariff();
            if (pile.tenantId() == tenantId && wanted != null && wanted.tariffVersionId() == version.id()) {
                Line line = line(pile, wanted);
                counts.merge(line.state(), 1, Integer::sum);
                lines.add(line);
            }
        }
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

    private Line line(PileEntry pile, PileTariff wanted) {
        PileTariffState state = gateway.tariffs.stateOf(pile.pileNo());
        return new Line(
                pile.pileNo().digits(),
                Long.toString(pile.stationId()),
                stateOf(pile.pileNo(), wanted, state),
                state.heldModelNo(),
                state.attempts(),
                state.at());
    }

    private State stateOf(PileNo pileNo, PileTariff wanted, PileTariffState state) {
        if (gateway.sessions.current(pileNo).isEmpty()) {
            return State.OFFLINE;
        }
        Integer held = state.heldModelNo();
        if (held != null && held == wanted.modelNo()) {
            return State.HELD;
        }
        if (state.refused()) {
            return State.REFUSED;
        }
        if (gateway.liveGuns.anyCharging(pileNo)) {
            return State.WAITS_FOR_IDLE;
        }
        return state.attempts() >= TariffDelivery.ATTEMPTS_MAX ? State.NO_ANSWER : State.UNDER_WAY;
    }
}
