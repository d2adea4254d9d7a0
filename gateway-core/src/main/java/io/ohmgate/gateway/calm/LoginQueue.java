package io.ohmgate.gateway.calm;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.Admission.LoginRefusal;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Lets logins through at the pace the node can bear; the others wait their turn in the order they came. A pile that charges
 * waits for none that does not, and has a pace of its own: its order must not lose sight of it (F1-18).
 *
 * <p>While there is budget a login passes at once, on its own event loop, and costs a look at the clock.
 */
public final class LoginQueue {
    private static final int WHOLE = 100;
    static final Duration DRAIN_EVERY = Duration.ofMillis(10);

    private final Limits limits;
    private final Calm calm;
    private final Predicate<PileNo> charging;
    private final Judge judge;
    private final LongSupplier nanos;
    private final TokenBucket chargingPace;
    private final TokenBucket othersPace;
    private final Queue<Waiting> chargingFirst = new ArrayDeque<>();
    private final Queue<Waiting> others = new ArrayDeque<>();
    private volatile int waiting;

    /**
     * @param perSecond logins of piles that do not charge
     * @param burst of them after a pause
     * @param chargingPerSecond logins of piles that charge; never braked
     * @param waitingMax beyond it a login is refused, and the pile dials again
     * @param inProgressMax with more that wait nobody new is accepted
     */
    public record Limits(int perSecond, int burst, int chargingPerSecond, int waitingMax, int inProgressMax) {
        public static final Limits DEFAULT = new Limits(10_000, 20_000, 10_000, 100_000, 500);
    }

    /** Who decides once a login's turn has come. */
    @FunctionalInterface
    public interface Judge {
        void login(PileHello hello, PileLink link, Consumer<Admission> verdict);
    }

    private record Waiting(PileHello hello, PileLink link, Consumer<Admission> verdict) {}

    public LoginQueue(
            Limits limits,
            Calm calm,
            Predicate<PileNo> charging,
            Judge judge,
            LongSupplier nanos,
            MeterRegistry meters) {
        this.limits = limits;
        this.calm = calm;
        this.charging = charging;
        this.judge = judge;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.chargingPace = new TokenBucket(limits.chargingPerSecond(), limits.chargingPerSecond(), now);
        this.othersPace = new TokenBucket(limits.perSecond(), limits.burst(), now);
        meters.gauge("ohmgate.logins.waiting", this, LoginQueue::waiting);
    }

    /** Starts to let through those who wait; disposing ends it. */
    public Disposable start(Scheduler timer) {
        long every = DRAIN_EVERY.toMillis();
        return timer.schedulePeriodically(this::drain, every, every, TimeUnit.MILLISECONDS);
    }

    /** On the connection's event loop; the verdict comes there, too. */
    public void enter(PileHello hello, PileLink link, Consumer<Admission> verdict) {
        Entry entry = entry(new Waiting(hello, link, verdict));
        switch (entry) {
            case PASSES -> judge.login(hello, link, verdict);
            case WAITS -> {}
            case FULL -> verdict.accept(new Admission.Refused(LoginRefusal.GATEWAY_DRAINING));
        }
    }

    private enum Entry {
        PASSES,
        WAITS,
        FULL
    }

    private synchronized Entry entry(Waiting login) {
        long now = nanos.getAsLong();
        if (others.isEmpty() && othersPace.take(now, percent())) {
            return Entry.PASSES;
        }
        if (waiting >= limits.waitingMax()) {
            return Entry.FULL;
        }
        // Asked only when there is something to wait for.
        if (charging.test(login.hello.pileNo())) {
            if (chargingFirst.isEmpty() && chargingPace.take(now)) {
                return Entry.PASSES;
            }
            chargingFirst.add(login);
        } else {
            others.add(login);
        }
        waiting++;
        return Entry.WAITS;
    }

    void drain() {
        if (waiting == 0) {
            return;
        }
        for (Waiting login : due()) {
            login.link.execute(() -> judge.login(login.hello, login.link, login.verdict));
        }
    }

    private synchronized List<Waiting> due() {
        List<Waiting> due = new ArrayList<>();
        long now = nanos.getAsLong();
        take(chargingFirst, chargingPace, WHOLE, now, due);
        take(others, othersPace, percent(), now, due);
        waiting = chargingFirst.size() + others.size();
        return due;
    }

    private static void take(Queue<Waiting> from, TokenBucket pace, int percent, long now, List<Waiting> due) {
        while (!from.isEmpty() && pace.take(now, percent)) {
            due.add(from.remove());
        }
    }

    private int percent() {
        return Brake.percentAt(calm.ownLevel());
    }

    /** Of the node's pace of accepting; nobody is accepted while too many wait already. */
    public int acceptPercent() {
        return waiting >= limits.inProgressMax() ? 0 : percent();
    }

    public int waiting() {
        return waiting;
    }
}
