package io.ohmgate.gateway.command;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.ClockAnswered;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Sets every pile's clock after its login and once a day (对时): a pile books energy to the half hour by its own clock
 * (ykc.md 7.9). What the clock showed is told if it was far off; nothing is decided by it (invariants E8).
 */
public final class ClockKeeper {
    static final Duration DAILY = Duration.ofHours(24);
    static final Duration AGAIN_AFTER_FAILURE = Duration.ofMinutes(5);
    public static final Duration DRIFT_TOLD_FROM = Duration.ofSeconds(60);
    /** Clocks set a sweep: a day after a restart storm the piles do not all come due at once for us. */
    static final int SET_PER_SWEEP = 500;

    /** After a storm of logins the later ones get their turn in the sweeps: nobody's login waits for another's clock. */
    static final int SET_AT_LOGIN_PER_SECOND = 100;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(ClockKeeper.class);

    private final PileDirectory directory;
    private final PileSessions sessions;
    private final PileCommands commands;
    private final GatewayTime time;
    private final ZoneId site;
    private final PileEvents events;
    private final ConcurrentHashMap<PileNo, Long> due = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PileNo, Reading> readings = new ConcurrentHashMap<>();
    private long secondSinceNanos;
    private int setInSecond;

    public ClockKeeper(
            PileDirectory directory,
            PileSessions sessions,
            PileCommands commands,
            GatewayTime time,
            ZoneId site,
            PileEvents events) {
        this.directory = directory;
        this.sessions = sessions;
        this.commands = commands;
        this.time = time;
        this.site = site;
        this.events = events;
    }

    /** Starts the daily rounds; disposing ends them. */
    public Disposable start() {
        return time.timer()
                .schedulePeriodically(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void loggedIn(PileNo pileNo) {
        if (hasTurn()) {
            set(pileNo);
        } else {
            dueIn(pileNo, Duration.ZERO);
        }
    }

    private synchronized boolean hasTurn() {
        long now = time.nanos().getAsLong();
        if (now - secondSinceNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondSinceNanos = now;
            setInSecond = 0;
        }
        return ++setInSecond <= SET_AT_LOGIN_PER_SECOND;
    }

    void sweep() {
        try {
            long now = time.nanos().getAsLong();
            int set = 0;
            Iterator<Map.Entry<PileNo, Long>> each = due.entrySet().iterator();
            while (each.hasNext() && set < SET_PER_SWEEP) {
                Map.Entry<PileNo, Long> next = each.next();
                if (next.getValue() - now <= 0) {
                    each.remove();
                    if (sessions.current(next.getKey()).isPresent()) {
                        set(next.getKey());
                        set++;
                    }
                }
            }
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("the setting of clocks stumbled");
        }
    }

    private void set(PileNo pileNo) {
        setNow(pileNo).subscribe(answer -> {}, failure -> dueIn(pileNo, AGAIN_AFTER_FAILURE));
    }

    /** Sets the clock when subscribed, whenever it was set last; the answer is compared and remembered. */
    public Mono<PileReport> setNow(PileNo pileNo) {
        return Mono.defer(() -> {
            dueIn(pileNo, DAILY);
            return commands.ask(new PileCommand.SetClock(pileNo, time.wall().instant()))
                    .doOnNext(answer -> compare(pileNo, answer));
        });
    }

    /** What the pile's clock showed when it was last set; empty if it was not since the gateway started. */
    public Optional<Reading> readingOf(PileNo pileNo) {
        return Optional.ofNullable(readings.get(pileNo));
    }

    /** {@code drift} is positive if the pile is ahead of us; {@code alarming} beyond {@link #DRIFT_TOLD_FROM}. */
    public record Reading(Duration drift, boolean alarming, Instant at) {
        public static Reading of(Duration drift, Instant at) {
            return new Reading(drift, drift.abs().compareTo(DRIFT_TOLD_FROM) > 0, at);
        }
    }

    private void dueIn(PileNo pileNo, Duration wait) {
        due.put(pileNo, time.nanos().getAsLong() + wait.toNanos());
    }

    private void compare(PileNo pileNo, PileReport answer) {
        LocalDateTime pileClock = answer instanceof ClockAnswered clock ? clock.pileClock() : null;
        PileEntry entry = directory.find(pileNo);
        if (pileClock == null || entry == null) {
            return;
        }
        Instant now = time.wall().instant();
        Duration drift = Duration.between(now, pileClock.atZone(site).toInstant());
        Reading reading = Reading.of(drift, now);
        readings.put(pileNo, reading);
        events.tell(new PileEvent.ClockMeasured(pileNo, entry.tenantId(), drift, now));
        if (reading.alarming()) {
            events.tell(new PileEvent.ClockDrifted(pileNo, entry.tenantId(), drift, now));
        }
    }
}
