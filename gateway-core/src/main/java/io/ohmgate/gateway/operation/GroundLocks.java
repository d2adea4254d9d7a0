package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What parking locks (地锁) last told of themselves. Only guns on the allow-list are remembered, so it is bounded by it. */
public final class GroundLocks {
    private final PileDirectory directory;
    private final InstantSource clock;
    private final PileEvents events;
    private final ConcurrentHashMap<GunId, Seen> seen = new ConcurrentHashMap<>();

    public record Seen(GroundLockReported report, Instant at) {}

    public GroundLocks(PileDirectory directory, InstantSource clock, PileEvents events) {
        this.directory = directory;
        this.clock = clock;
        this.events = events;
    }

    /** What is told every five minutes without a change is remembered and told to nobody. */
    public void reported(GroundLockReported report) {
        PileEntry entry = directory.find(report.pileNo());
        if (entry == null || !entry.has(report.gun())) {
            return;
        }
        Instant now = clock.instant();
        Seen before = seen.put(report.gun(), new Seen(report, now));
        if (before == null || !before.report().equals(report)) {
            events.tell(new PileEvent.GroundLockChanged(report, entry.tenantId(), now));
        }
    }

    public Optional<Seen> find(GunId gun) {
        return Optional.ofNullable(seen.get(gun));
    }
}
