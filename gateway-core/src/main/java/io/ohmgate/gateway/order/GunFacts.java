package io.ohmgate.gateway.order;

import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.trust.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a gun when a start is asked for. {@code plugged} is null if the pile never told; {@code tariff} is
 * the version that holds for the gun's pile <em>and</em> that the pile has confirmed in this session (or another that
 * proved to be equal), null otherwise: then no start (invariants B8).
 */
public record GunFacts(
        long tenantId,
        long stationId,
        boolean stationOpen,
        boolean pileEnabled,
        boolean online,
        GunState state,
        @Nullable Boolean plugged,
        int ratedWatts,
        @Nullable ConfirmedTariff tariff,
        Standing standing) {
    /** Of a pile that is believed. */
    public GunFacts(
            long tenantId,
            long stationId,
            boolean stationOpen,
            boolean pileEnabled,
            boolean online,
            GunState state,
            @Nullable Boolean plugged,
            int ratedWatts,
            @Nullable ConfirmedTariff tariff) {
        this(tenantId, stationId, stationOpen, pileEnabled, online, state, plugged, ratedWatts, tariff, Standing.GOOD);
    }

    public record ConfirmedTariff(long tariffVersionId, Tariff tariff) {}
}
