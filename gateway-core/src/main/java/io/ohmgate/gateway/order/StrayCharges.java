package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts reports in a row of a charge that is not the gun's order (invariants A12). One may be a stray frame, and several
 * at once may be stored ones that a pile uploads after a login (ykc.md 7.7); the gun is asked, and one that still tells the
 * same a reporting interval later delivers energy. Bounded by the guns on the allow-list: nobody else's reports come this
 * far.
 */
final class StrayCharges {
    /** So many reports make it real. */
    static final int REPORTS = 2;

    /** Reports closer together count once. Live ones come every 15 s, so that energy is noticed within 30. */
    static final Duration APART_MIN = Duration.ofSeconds(12);

    private final ConcurrentMap<GunId, Stray> strays = new ConcurrentHashMap<>();

    /** The how-manieth report in a row under this number this is; 0 if it came too soon to count. */
    int seen(GunId gun, @Nullable TradeNo tradeNo, Instant now) {
        int[] counted = {0};
        strays.compute(gun, (key, before) -> {
            if (before == null || !Objects.equals(before.tradeNo, tradeNo)) {
                counted[0] = 1;
                return new Stray(tradeNo, 1, now);
            }
            if (now.isBefore(before.at.plus(APART_MIN))) {
                return before;
            }
            counted[0] = before.reports + 1;
            return new Stray(tradeNo, before.reports + 1, now);
        });
        return counted[0];
    }

    void clear(GunId gun) {
        strays.remove(gun);
    }

    private record Stray(@Nullable TradeNo tradeNo, int reports, Instant at) {}
}
