package io.ohmgate.gateway.live;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileReport.BatteryNoted;
import io.ohmgate.gateway.link.PileReport.BatteryReported;
import io.ohmgate.gateway.link.PileReport.GunHealth;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What every gun does right now: the truth on this node. Everything else that shows live values (Redis, sockets) is fed
 * from here and may be older. Bounded by the allow-list: only guns on it are kept.
 */
public final class LiveGuns {
    private final PileDirectory directory;
    private final InstantSource wall;
    private final ZoneId site;
    private final PileEvents events;
    private final Consumer<LiveChange> changes;
    private final ConcurrentHashMap<GunId, GunCell> cells = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Set<GunId>> stations = new ConcurrentHashMap<>();

    /** {@code changes} hears of every change; it must return at once and may be called on an event loop. */
    public LiveGuns(
            PileDirectory directory, InstantSource wall, ZoneId site, PileEvents events, Consumer<LiveChange> changes) {
        this.directory = directory;
        this.wall = wall;
        this.site = site;
        this.events = events;
        this.changes = changes;
    }

    /** The gun, together with the others if they charge one vehicle. */
    public @Nullable GunLive findWhole(GunId gun) {
        GunLive live = find(gun);
        return live == null ? null : whole(live);
    }

    /** What the driver of the gun's charge is shown. */
    public GunLive whole(GunLive gun) {
        ChargeLive charge = gun.charge();
        PileEntry pile = charge == null ? null : directory.find(gun.gun().pileNo());
        if (charge == null || pile == null) {
            return gun;
        }
        List<GunLive> all = pile.guns().stream()
                .map(this::find)
                .filter(other -> other != null
                        && other.charge() != null
                        && other.charge()
                                .order()
                                .shownAs()
                                .equals(charge.order().shownAs()))
                .toList();
        GunLive main = all.stream()
                .filter(other -> other.charge() != null
                        && other.charge()
                                .order()
                                .orderId()
                                .equals(charge.order().shownAs()))
                .findFirst()
                .orElse(gun);
        ChargeLive shown = main.charge();
        return all.size() < 2 || shown == null
                ? gun
                : ParallelLive.together(
                        main,
                        shown,
                        all.stream()
                                .filter(other -> !other.gun().equals(main.gun()))
                                .toList());
    }

    /** @return whether the report tells what the gun does now, and not what it did while nobody listened */
    public boolean reported(GunReported report, @Nullable RunningCharge running) {
        Instant now = wall.instant();
        return change(report.gun(), cell -> cell.take(report, running, now, site));
    }

    public void reported(BatteryReported report, @Nullable RunningCharge running) {
        change(report.gun(), cell -> cell.take(report, running));
    }

    /** What battery and charger told of each other. */
    public void noted(BatteryNoted note, @Nullable RunningCharge running) {
        change(note.gun(), cell -> cell.take(note, running));
    }

    public void reported(GunHealth report) {
        GunCell cell = cells.get(report.gun());
        // Heartbeats are most of all frames: one that tells nothing new costs a look.
        if (cell == null || report.faulty() != (cell.live().state() == GunState.FAULT)) {
            change(report.gun(), known -> {
                known.health(report.faulty());
                return true;
            });
        }
    }

    /** The order on the gun is another one, or stands elsewhere than before. */
    public void refresh(GunId gun, @Nullable RunningCharge running) {
        Instant now = wall.instant();
        change(gun, cell -> {
            cell.refresh(running, now, site);
            return true;
        });
    }

    /** The half hour has changed: charges may run at another price from now on. */
    public void refreshPrices(Function<GunId, @Nullable RunningCharge> runningOn) {
        for (GunCell cell : cells.values()) {
            GunLive live = cell.live();
            if (live.charge() != null) {
                refresh(live.gun(), runningOn.apply(live.gun()));
            }
        }
    }

    public void pileWentOffline(PileNo pileNo) {
        eachGun(pileNo, cell -> {
            cell.offline();
            return true;
        });
    }

    public void pileCameOnline(PileNo pileNo) {
        eachGun(pileNo, cell -> {
            cell.online();
            return true;
        });
    }

    private void eachGun(PileNo pileNo, Predicate<GunCell> step) {
        PileEntry entry = directory.find(pileNo);
        if (entry != null) {
            entry.guns().forEach(gun -> change(gun, step));
        }
    }

    private boolean change(GunId gun, Predicate<GunCell> step) {
        GunCell cell = cellOf(gun);
        if (cell == null) {
            return false;
        }
        GunLive before;
        GunLive after;
        boolean taken;
        synchronized (cell) {
            before = cell.live();
            taken = step.test(cell);
            after = cell.live();
        }
        if (!after.equals(before)) {
            tell(new LiveChange(before, after, after.differsInStateFrom(before)));
        }
        return taken;
    }

    private void tell(LiveChange change) {
        changes.accept(change);
        GunLive before = change.before();
        GunLive after = change.after();
        if (before.state() != after.state() || !Objects.equals(before.plugged(), after.plugged())) {
            events.tell(new PileEvent.GunChanged(
                    after.gun(),
                    after.tenantId(),
                    after.stationId(),
                    before.state(),
                    after.state(),
                    after.plugged(),
                    after.faultBits(),
                    wall.instant()));
        }
        if (before.faultBits() != after.faultBits()) {
            events.tell(new PileEvent.FaultsChanged(
                    after.gun(),
                    after.tenantId(),
                    after.stationId(),
                    before.faultBits(),
                    after.faultBits(),
                    wall.instant()));
        }
    }

    private @Nullable GunCell cellOf(GunId gun) {
        GunCell known = cells.get(gun);
        if (known != null) {
            return known;
        }
        PileEntry entry = directory.find(gun.pileNo());
        if (entry == null || !entry.has(gun)) {
            return null;
        }
        stations.computeIfAbsent(entry.stationId(), station -> ConcurrentHashMap.newKeySet())
                .add(gun);
        return cells.computeIfAbsent(
                gun, fresh -> new GunCell(GunLive.unknown(fresh, entry.tenantId(), entry.stationId())));
    }

    /** What the gun does; a gun on the allow-list that never reported is unknown, any other is null. */
    public @Nullable GunLive find(GunId gun) {
        GunCell cell = cellOf(gun);
        return cell == null ? null : read(cell);
    }

    /** The guns of a station that were ever asked for or heard of since the gateway started. */
    public List<GunLive> ofStation(long stationId) {
        return stations.getOrDefault(stationId, Set.of()).stream()
                .sorted()
                .map(this::find)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether any gun of the pile charges. */
    public boolean anyCharging(PileNo pileNo) {
        PileEntry entry = directory.find(pileNo);
        if (entry == null) {
            return false;
        }
        for (GunId gun : entry.guns()) {
            GunCell cell = cells.get(gun);
            if (cell != null) {
                GunLive live = read(cell);
                if (live.state() == GunState.CHARGING || live.charge() != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static GunLive read(GunCell cell) {
        synchronized (cell) {
            return cell.live();
        }
    }
}
