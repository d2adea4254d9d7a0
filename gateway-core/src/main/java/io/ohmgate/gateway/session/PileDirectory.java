package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.PileNo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The allow-list, in memory, so that a login needs no I/O: a database that is away must not keep piles out (invariants
 * E10). Reading takes no lock. Piles share their tariffs: a hundred thousand piles have a handful of them.
 */
public final class PileDirectory {
    public static final int PILES_MAX = 200_000;
    /** Shared tariffs are forgotten beyond this many; nothing is lost but the sharing. */
    private static final int SHARED_TARIFFS_MAX = 10_000;

    private final ConcurrentHashMap<PileNo, PileEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<TariffKey, PileTariff> tariffs = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Set<PileNo>> stations = new ConcurrentHashMap<>();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

    /** Fills the directory; the number of piles read. */
    public Mono<Long> load(PileCatalogue catalogue) {
        return catalogue.all().doOnNext(this::put).count();
    }

    /** The pile's line, or null if the number was never registered. */
    public @Nullable PileEntry find(PileNo pileNo) {
        return entries.get(pileNo);
    }

    public int size() {
        return entries.size();
    }

    /** Every pile there is, in no order. */
    public Iterable<PileEntry> all() {
        return entries.values();
    }

    /** The piles of a station, in no order. */
    public List<PileEntry> ofStation(long stationId) {
        List<PileEntry> found = new ArrayList<>();
        for (PileNo pileNo : stations.getOrDefault(stationId, Set.of())) {
            PileEntry entry = entries.get(pileNo);
            // One that moved to another station, or was removed, is still named here.
            if (entry != null && entry.stationId() == stationId) {
                found.add(entry);
            }
        }
        return found;
    }

    /**
     * Adds or replaces a line.
     *
     * @throws IllegalStateException if it would be one more than {@link #PILES_MAX}
     */
    public void put(PileEntry entry) {
        PileEntry after = shared(entry);
        if (entries.size() >= PILES_MAX && !entries.containsKey(entry.pileNo())) {
            throw new IllegalStateException("the directory holds " + PILES_MAX + " piles and no more");
        }
        PileEntry before = entries.put(after.pileNo(), after);
        stations.computeIfAbsent(after.stationId(), station -> ConcurrentHashMap.newKeySet())
                .add(after.pileNo());
        if (!after.equals(before)) {
            listeners.forEach(listener -> listener.changed(after.pileNo(), before, after));
        }
    }

    public void remove(PileNo pileNo) {
        PileEntry before = entries.remove(pileNo);
        if (before != null) {
            listeners.forEach(listener -> listener.changed(pileNo, before, null));
        }
    }

    /** Called after every change, on the thread that made it. Must return at once. */
    public void onChange(ChangeListener listener) {
        listeners.add(listener);
    }

    private PileEntry shared(PileEntry entry) {
        PileTariff tariff = entry.tariff();
        if (tariff == null) {
            return entry;
        }
        if (tariffs.size() > SHARED_TARIFFS_MAX) {
            tariffs.clear();
        }
        TariffKey key = new TariffKey(tariff.tariffVersionId(), tariff.modelNo());
        // A version never changes once it is published; if one did all the same, the newer one counts.
        PileTariff known = tariffs.putIfAbsent(key, tariff);
        return known == null || !Objects.equals(known, tariff) ? entry : entry.with(known);
    }

    private record TariffKey(long tariffVersionId, int modelNo) {}

    /** Hears of changed lines; null stands for "not registered". */
    @FunctionalInterface
    public interface ChangeListener {
        void changed(PileNo pileNo, @Nullable PileEntry before, @Nullable PileEntry after);
    }
}
