package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the allow-list: a pile that was registered and what the gateway must know of it without asking a
 * database. {@code tariff} is the version it has to hold now; null if none is assigned. {@code minimumTrust} is what its
 * station asks of a session before it may start a charge; {@code dialect} names the tolerances of its protocol that are
 * switched on for it.
 */
public record PileEntry(
        PileNo pileNo,
        long tenantId,
        long stationId,
        boolean stationOpen,
        boolean enabled,
        PileKind kind,
        int gunCount,
        int ratedWatts,
        @Nullable PileTariff tariff,
        Trust minimumTrust,
        Set<String> dialect) {
    public static final Trust MINIMUM_TRUST_DEFAULT = Trust.BOUND;

    /** @throws IllegalArgumentException if there is no gun, or more than a gun number can name */
    public PileEntry {
        if (gunCount < 1 || gunCount > GunId.GUN_NO_MAX) {
            throw new IllegalArgumentException("a pile has 1 to 99 guns, not " + gunCount);
        }
        dialect = Set.copyOf(dialect);
    }

    /** Of a station that asks for what new stations ask for, and a pile that speaks by the book. */
    public PileEntry(
            PileNo pileNo,
            long tenantId,
            long stationId,
            boolean stationOpen,
            boolean enabled,
            PileKind kind,
            int gunCount,
            int ratedWatts,
            @Nullable PileTariff tariff) {
        this(
                pileNo,
                tenantId,
                stationId,
                stationOpen,
                enabled,
                kind,
                gunCount,
                ratedWatts,
                tariff,
                MINIMUM_TRUST_DEFAULT,
                Set.of());
    }

    public boolean has(GunId gun) {
        return gun.pileNo().equals(pileNo) && gun.gunNo() <= gunCount;
    }

    public List<GunId> guns() {
        List<GunId> guns = new ArrayList<>(gunCount);
        for (int gunNo = 1; gunNo <= gunCount; gunNo++) {
            guns.add(pileNo.gun(gunNo));
        }
        return guns;
    }

    PileEntry with(@Nullable PileTariff shared) {
        return new PileEntry(
                pileNo,
                tenantId,
                stationId,
                stationOpen,
                enabled,
                kind,
                gunCount,
                ratedWatts,
                shared,
                minimumTrust,
                dialect);
    }

    public enum PileKind {
        /** 交流. */
        AC,
        /** 直流. */
        DC
    }
}
