package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts reports in a row of a charge that is not the gun's order (invariants A12). One may be a stray frame; two are
 * energy. Bounded by the guns on the allow-list: nobody else's reports come this far.
 */
final class StrayCharges {
    /** So many reports make it real. */
    static final int REPORTS = 2;

    private final ConcurrentMap<GunId, Stray> strays = new ConcurrentHashMap<>();

    /** The how-manieth report in a row under this number this is. */
    int seen(GunId gun, @Nullable TradeNo tradeNo) {
        Stray now = strays.compute(
                gun,
                (key, before) -> before != null && Objects.equals(before.tradeNo, tradeNo)
                        ? new Stray(tradeNo, before.reports + 1)
                        : new Stray(tradeNo, 1));
        return now == null ? 1 : now.reports;
    }

    void clear(GunId gun) {
        strays.remove(gun);
    }

    private record Stray(@Nullable TradeNo tradeNo, int reports) {}
}
