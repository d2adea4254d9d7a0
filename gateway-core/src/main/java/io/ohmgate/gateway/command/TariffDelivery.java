package io.ohmgate.gateway.command;

import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.TariffAnswered;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Sees to it that every pile holds the tariff it was assigned, and knows which does (ykc.md 7.9, F1-20). A pile asks
 * after its login by itself; one that has not asked within {@link #ASKS_WITHIN} is told, as is one whose tariff changes.
 * Told only while nothing charges, at most {@link #ATTEMPTS_MAX} times; then the next login is waited for.
 */
public final class TariffDelivery {
    static final Duration ASKS_WITHIN = Duration.ofSeconds(30);
    /** After it was sent what it asked for: an answer to 0x58 is a proof, having been sent 0x0A is none. */
    static final Duration PROVES_WITHIN = Duration.ofSeconds(2);

    static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    static final Duration BUSY_AGAIN_AFTER = Duration.ofSeconds(5);
    public static final int ATTEMPTS_MAX = 3;
    /** Piles told a second, so that a new tariff for thousands of piles does not go out in one burst. */
    static final int TOLD_PER_SWEEP = 200;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(TariffDelivery.class);

    private final PileDirectory directory;
    private final PileSessions sessions;
    private final PileCommands commands;
    private final Predicate<PileNo> charging;
    private final GatewayTime time;
    private final PileEvents events;
    private final ConcurrentHashMap<PileNo, PileTariffState> states = new ConcurrentHashMap<>();
    /** When a pile is to be told, in monotonic nanoseconds. */
    private final ConcurrentHashMap<PileNo, Long> due = new ConcurrentHashMap<>();

    public TariffDelivery(
            PileDirectory directory,
            PileSessions sessions,
            PileCommands commands,
            Predicate<PileNo> charging,
            GatewayTime time,
            PileEvents events) {
        this.directory = directory;
        this.sessions = sessions;
        this.commands = commands;
        this.charging = charging;
        this.time = time;
        this.events = events;
        directory.onChange(this::changed);
    }

    /** Starts to tell piles; disposing ends it. */
    public Disposable start() {
        return time.timer()
                .schedulePeriodically(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void changed(PileNo pileNo, @Nullable PileEntry before, @Nullable PileEntry after) {
        if (after == null) {
            states.remove(pileNo);
            due.remove(pileNo);
        } else if (before == null || !Objects.equals(before.tariff(), after.tariff())) {
            states.computeIfPresent(pileNo, (same, state) -> state.afresh());
            dueIn(pileNo, Duration.ZERO);
        }
    }

    /** A new session proves anew what its pile holds. */
    public void loggedIn(PileNo pileNo) {
        states.put(pileNo, PileTariffState.NOTHING_KNOWN);
        dueIn(pileNo, ASKS_WITHIN);
    }

    /** The pile was sent its tariff at its own request. It is asked to prove it, unless it does so by itself. */
    public void told(PileNo pileNo, int modelNo) {
        change(pileNo, state -> state.told(modelNo, time.wall().instant()));
        if (confirmed(pileNo).isEmpty()) {
            dueIn(pileNo, PROVES_WITHIN);
        }
    }

    /** The pile proved that it holds this model. */
    public void held(PileNo pileNo, int modelNo) {
        PileEntry entry = directory.find(pileNo);
        boolean wasConfirmed = confirmed(pileNo).isPresent();
        states.merge(
                pileNo, PileTariffState.NOTHING_KNOWN.held(modelNo, time.wall().instant()), (before, after) -> after);
        PileTariff tariff = entry == null ? null : entry.tariff();
        if (entry != null && tariff != null && tariff.modelNo() == modelNo) {
            due.remove(pileNo);
            if (!wasConfirmed) {
                events.tell(new PileEvent.TariffConfirmed(
                        pileNo,
                        entry.tenantId(),
                        tariff.tariffVersionId(),
                        modelNo,
                        time.wall().instant()));
            }
        }
    }

    /** The tariff that the pile has to hold and has proved to hold in this session; only then may it charge. */
    public Optional<PileTariff> confirmed(PileNo pileNo) {
        PileEntry entry = directory.find(pileNo);
        PileTariff tariff = entry == null ? null : entry.tariff();
        Integer heldModelNo = stateOf(pileNo).heldModelNo();
        return tariff != null && heldModelNo != null && heldModelNo == tariff.modelNo()
                ? Optional.of(tariff)
                : Optional.empty();
    }

    public PileTariffState stateOf(PileNo pileNo) {
        return states.getOrDefault(pileNo, PileTariffState.NOTHING_KNOWN);
    }

    private void dueIn(PileNo pileNo, Duration wait) {
        due.put(pileNo, time.nanos().getAsLong() + wait.toNanos());
    }

    void sweep() {
        try {
            long now = time.nanos().getAsLong();
            int told = 0;
            Iterator<Map.Entry<PileNo, Long>> each = due.entrySet().iterator();
            while (each.hasNext() && told < TOLD_PER_SWEEP) {
                Map.Entry<PileNo, Long> next = each.next();
                if (next.getValue() - now <= 0) {
                    each.remove();
                    told += tell(next.getKey()) ? 1 : 0;
                }
            }
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("the delivery of tariffs stumbled");
        }
    }

    /** @return whether anything was written */
    private boolean tell(PileNo pileNo) {
        PileEntry entry = directory.find(pileNo);
        PileTariff tariff = entry == null ? null : entry.tariff();
        if (entry == null || tariff == null) {
            return false;
        }
        if (sessions.current(pileNo).isEmpty() || confirmed(pileNo).isPresent()) {
            return false;
        }
        if (charging.test(pileNo) || !sessions.canStart(pileNo)) {
            dueIn(pileNo, BUSY_AGAIN_AFTER);
            return false;
        }
        ask(entry, tariff).subscribe(answer -> {}, failure -> {});
        return true;
    }

    /** Tells the pile its tariff when subscribed, however often it was told before; empty if it has none to be told. */
    public Mono<PileReport> push(PileNo pileNo) {
        return Mono.defer(() -> {
            PileEntry entry = directory.find(pileNo);
            PileTariff tariff = entry == null ? null : entry.tariff();
            if (entry == null || tariff == null) {
                return Mono.empty();
            }
            change(pileNo, PileTariffState::afresh);
            return ask(entry, tariff);
        });
    }

    private Mono<PileReport> ask(PileEntry entry, PileTariff tariff) {
        return Mono.defer(() -> {
            change(
                    entry.pileNo(),
                    state -> state.told(tariff.modelNo(), time.wall().instant()));
            return commands.ask(new PileCommand.SetTariff(entry.pileNo(), tariff))
                    .doOnNext(answer -> answered(entry, tariff, answer))
                    .doOnError(failure -> failed(entry, tariff, false));
        });
    }

    private void answered(PileEntry entry, PileTariff tariff, PileReport answer) {
        if (answer instanceof TariffAnswered tariffAnswer && tariffAnswer.accepted()) {
            held(entry.pileNo(), tariff.modelNo());
        } else {
            failed(entry, tariff, true);
        }
    }

    private void failed(PileEntry entry, PileTariff tariff, boolean saidNo) {
        PileTariffState state = change(
                entry.pileNo(), before -> before.failed(saidNo, time.wall().instant()));
        if (state.attempts() < ATTEMPTS_MAX) {
            dueIn(entry.pileNo(), RETRY_AFTER);
        } else {
            events.tell(new PileEvent.TariffNotTaken(
                    entry.pileNo(),
                    entry.tenantId(),
                    tariff.modelNo(),
                    state.refused(),
                    time.wall().instant()));
        }
    }

    private PileTariffState change(PileNo pileNo, UnaryOperator<PileTariffState> step) {
        return Objects.requireNonNull(states.compute(
                pileNo, (same, before) -> step.apply(before == null ? PileTariffState.NOTHING_KNOWN : before)));
    }
}
