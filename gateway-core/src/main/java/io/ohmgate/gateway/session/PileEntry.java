package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the allow-list: a pile that was registered and what the gateway must know of it without asking a
 * database. {@code tariff} is the version it has to hold now; null if none is assigned.
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
        @Nullable PileTariff tariff) {
    /** @throws IllegalArgumentException if there is no gun, or more than a gun number can name */
    public PileEntry {
        if (gunCount < 1 || gunCount > GunId.GUN_NO_MAX) {
            throw new IllegalArgumentException("a pile has 1 to 99 guns, not " + gunCount);
        }
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
        return new PileEntry(pileNo, tenantId, stationId, stationOpen, enabled, kind, gunCount, ratedWatts, shared);
    }

    public enum PileKind {
        /** 交流. */
        AC,
        /** 直流. */
        DC
    }
}
