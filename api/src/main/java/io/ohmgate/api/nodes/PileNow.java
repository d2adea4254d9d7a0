package io.ohmgate.api.nodes;

import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.PileOddities;
import io.ohmgate.gateway.command.PileTariffState;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.GunFacts;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the node that holds a pile knows of it right now, as far as lists and screens show it. {@code tariffReady} says that
 * the pile has confirmed the prices it is to charge by, {@code trust} is its session's level.
 */
public record PileNow(
        PileNo pileNo,
        PileStatus.Presence presence,
        boolean connected,
        boolean reachable,
        boolean canStart,
        boolean charging,
        boolean tariffReady,
        PileTariffState tariff,
        @Nullable Instant presenceSince,
        @Nullable Instant lastHeard,
        @Nullable Instant loggedInAt,
        @Nullable String firmware,
        @Nullable String protocolVersion,
        @Nullable Integer trust,
        List<PileOddities.Seen> oddities,
        List<GunLive> guns) {
    /** From this node's memory. */
    static PileNow of(GatewayParts gateway, PileNo pileNo) {
        PileStatus status = gateway.sessions.statusOf(pileNo);
        PileEntry entry = gateway.directory.find(pileNo);
        boolean ready =
                gateway.piles.factsOf(pileNo.gun(1)).map(GunFacts::tariff).isPresent();
        return new PileNow(
                pileNo,
                status.presence(),
                status.connected(),
                gateway.sessions.isReachable(pileNo),
                gateway.sessions.canStart(pileNo),
                gateway.liveGuns.anyCharging(pileNo),
                ready,
                gateway.tariffs.stateOf(pileNo),
                status.presenceSince(),
                status.lastHeard(),
                status.loggedInAt(),
                status.hello() == null ? null : status.hello().firmware(),
                status.hello() == null ? null : status.hello().protocolVersion(),
                status.trust() == null ? null : status.trust().level(),
                gateway.oddities.of(pileNo),
                entry == null
                        ? List.of()
                        : entry.guns().stream()
                                .map(gateway.liveGuns::find)
                                .filter(Objects::nonNull)
                                .toList());
    }

    public @Nullable GunLive gun(GunId gun) {
        return guns.stream().filter(one -> one.gun().equals(gun)).findFirst().orElse(null);
    }

    /** As it was last seen by a node that is gone. */
    PileNow with(PileStatus.Presence seen, List<GunLive> lastSeen) {
        return new PileNow(
                pileNo,
                seen,
                false,
                false,
                false,
                charging,
                tariffReady,
                tariff,
                presenceSince,
                lastHeard,
                loggedInAt,
                firmware,
                protocolVersion,
                trust,
                oddities,
                lastSeen);
    }
}
