package io.ohmgate.loadtest.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.ohmgate.loadtest.driver.Tally.Timed;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The piles of one event loop. What is due is found at the head of a few sorted schedules and written in one go; the loop's
 * timer is set to the next one. Nothing here is touched by another thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the loop's own timers; a failed dial is told by its listener
final class PileLoop {
    /** So many writes, then the loop reads again: answers that wait here would be measured as the server's slowness. */
    private static final int BATCH = 64;

    private static final long LOGIN_PATIENCE_SECONDS = 15;
    private static final long RESEND_SECONDS = 30;

    final PileClient[] piles;
    final Frames frames = new Frames();
    Tally tally = new Tally(0, 0);
    Tally loginTally = new Tally(0, 0);
    private final EventLoop eventLoop;
    private final Bootstrap bootstrap;
    private final Plan plan;
    private final InetSocketAddress[] targets;
    private final int loops;
    private final RecordPlay records;
    private final int[] targetShift;
    private final SplittableRandom random;
    private DueStream dials = DueStream.none();
    private DueStream beats = DueStream.none();
    private DueStream realtimes = DueStream.none();
    private long[] loginDue = {};
    private int dialsLeft;
    private int away;
    private @Nullable CompletableFuture<Void> allIn;
    private boolean over;
    private long energyStep = 1;
    private @Nullable Commands commands;

    PileLoop(EventLoop eventLoop, Bootstrap bootstrap, Plan plan, int k, int loops) {
        this.eventLoop = eventLoop;
        this.bootstrap = bootstrap.clone(eventLoop);
        this.plan = plan;
        this.loops = loops;
        int mine = (plan.count() - k + loops - 1) / loops;
        this.piles = new PileClient[mine];
        for (int i = 0; i < mine; i++) {
            int index = plan.index(k + i * loops);
            piles[i] = new PileClient(this, index, Frames.pile(plan.firstPile() + index));
            if (plan.login() != Plan.AfterLogin.SILENT) {
                piles[i].gun = new GunPlay(this, piles[i]);
            }
        }
        this.targets = plan.targets().stream().map(PileLoop::address).toArray(InetSocketAddress[]::new);
        this.targetShift = new int[mine];
        this.random = new SplittableRandom(plan.seed() * 31 + k);
        this.records = new RecordPlay(this, plan.run(), mine);
        this.away = mine;
    }

    private static InetSocketAddress address(String target) {
        int colon = target.lastIndexOf(':');
        return new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
    }

    ByteBufAllocator allocator() {
        return ByteBufAllocator.DEFAULT;
    }

    /** The piles were handed out to processes and loops like cards. */
    int localIndex(PileClient pile) {
        return (pile.index - plan.from()) / plan.stride() / loops;
    }

    long pileNumber(PileClient pile) {
        return plan.firstPile() + pile.index;
    }

    long beatInterval() {
        return beats.intervalNanos();
    }

    void listen(Commands listener) {
        commands = listener;
    }

    // ---------------------------------------------------------------- the clock

    void start() {
        eventLoop.execute(this::tick);
    }

    private void tick() {
        if (over) {
            return;
        }
        for (int fired = 0; fired < BATCH; fired++) {
            long now = System.nanoTime();
            long next = next();
            if (next > now) {
                eventLoop.schedule(
                        this::tick,
                        next == Long.MAX_VALUE ? 1_000_000 : Math.min(next - now, 20_000_000),
                        TimeUnit.NANOSECONDS);
                return;
            }
            fire(next);
        }
        eventLoop.execute(this::tick);
    }

    private long next() {
        return Math.min(
                Math.min(dialsLeft > 0 ? dials.nextDue() : Long.MAX_VALUE, beats.nextDue()),
                Math.min(realtimes.nextDue(), records.nextDue()));
    }

    private void fire(long dueNanos) {
        if (beats.nextDue() == dueNanos) {
            PileClient pile = piles[beats.pile()];
            beats.advance();
            if (pile.isIn()) {
                tally.count(Count.BEATS, dueNanos);
                tally.count(Count.FRAMES_OUT, dueNanos);
                pile.beat(dueNanos);
            } else {
                tally.count(Count.BEATS_WITHOUT_SESSION, dueNanos);
            }
        } else if (realtimes.nextDue() == dueNanos) {
            PileClient pile = piles[realtimes.pile()];
            realtimes.advance();
            if (pile.isIn()) {
                tally.count(Count.REALTIMES, dueNanos);
                tally.count(Count.FRAMES_OUT, dueNanos);
                realtime(pile, dueNanos);
            }
        } else if (records.nextDue() == dueNanos) {
            records.fire();
        } else {
            int local = dials.pile();
            dials.advance();
            dialsLeft--;
            loginDue[local] = dueNanos;
            if (piles[local].isAway()) {
                dial(piles[local]);
            }
        }
    }

    private void realtime(PileClient pile, long dueNanos) {
        GunPlay gun = pile.gun;
        if (gun != null && gun.trade(1) != null) {
            Commands to = commands;
            if (to != null) {
                to.reports(pile.index, gun.nextEnergy(1, 0) + energyStep, dueNanos);
            }
            gun.charges(1, energyStep);
        } else {
            pile.write(frames.idle(allocator(), pile.nextSequence(), pile.number, 1, gun != null));
        }
    }

    // ---------------------------------------------------------------- sessions

    /** All piles dial, each when it is due; done when all are in. */
    CompletableFuture<Void> dialAll(DueStream schedule, Tally into) {
        loginTally = into;
        dials = schedule;
        dialsLeft = piles.length;
        loginDue = new long[piles.length];
        CompletableFuture<Void> done = new CompletableFuture<>();
        allIn = done;
        if (away == 0) {
            done.complete(null);
        }
        return done;
    }

    /** As when a mast goes down: every socket ends at once. */
    void dropAll() {
        CompletableFuture<Void> none = allIn;
        allIn = null;
        dialsLeft = 0;
        for (PileClient pile : piles) {
            if (pile.drop()) {
                away++;
            }
        }
        if (none != null) {
            none.cancel(false);
        }
    }

    private void dial(PileClient pile) {
        int local = localIndex(pile);
        pile.dials();
        loginTally.count(Count.DIALS);
        InetSocketAddress to = targets[(pile.index + targetShift[local]) % targets.length];
        InetSocketAddress from = new InetSocketAddress("127.0." + (1 + pile.index % plan.sources()) + ".1", 0);
        ChannelFuture dialled = bootstrap.clone().handler(pile).connect(to, from);
        dialled.addListener(result -> {
            if (!result.isSuccess()) {
                pile.isAwayAgain();
                loginTally.count(Count.CUT_BEFORE_LOGIN);
                targetShift[local]++;
                dialLater(pile);
            }
        });
        eventLoop.schedule(() -> giveUp(pile, dialled.channel()), LOGIN_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void giveUp(PileClient pile, Channel channel) {
        if (!pile.isIn() && channel.equals(pile.channel())) {
            channel.close();
        }
    }

    private void dialLater(PileClient pile) {
        long wait = plan.retryMillis() / 2 + random.nextLong(Math.max(1, plan.retryMillis()));
        eventLoop.schedule(
                () -> {
                    if (!over && pile.isAway()) {
                        dial(pile);
                    }
                },
                wait,
                TimeUnit.MILLISECONDS);
    }

    void loggedIn(PileClient pile, long nowNanos) {
        int local = localIndex(pile);
        loginTally.count(Count.LOGINS);
        if (local < loginDue.length) {
            loginTally.time(Timed.LOGIN, loginDue[local], nowNanos);
        }
        away--;
        if (pile.gun != null) {
            pile.gun.loggedIn();
            // A car stands at each gun: whoever plays starts and stops has no hand to plug in.
            pile.write(frames.idle(allocator(), pile.nextSequence(), pile.number, 1, true));
            pile.write(frames.idle(allocator(), pile.nextSequence(), pile.number, 2, true));
        }
        if (plan.login() == Plan.AfterLogin.EVERYTHING) {
            records.sendKept(pile);
            eventLoop.schedule(() -> sendAgain(pile), RESEND_SECONDS, TimeUnit.SECONDS);
        }
        CompletableFuture<Void> waiting = allIn;
        if (away == 0 && waiting != null) {
            waiting.complete(null);
        }
    }

    private void sendAgain(PileClient pile) {
        if (!over && pile.isIn() && records.hasUnconfirmed(pile)) {
            records.sendKept(pile);
            eventLoop.schedule(() -> sendAgain(pile), RESEND_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** A connection is over. Unless we wanted it so, the pile dials again, as every pile does. */
    void ended(PileClient pile, boolean wasIn) {
        if (wasIn) {
            away++;
        }
        if (over) {
            return;
        }
        if (wasIn) {
            tally.count(Count.LOST);
        } else {
            loginTally.count(Count.CUT_BEFORE_LOGIN);
        }
        dialLater(pile);
    }

    int sessions() {
        return piles.length - away;
    }

    // ---------------------------------------------------------------- traffic

    void traffic(DueStream heartbeats, DueStream reports, long step) {
        for (PileClient pile : piles) {
            pile.newSchedule();
        }
        beats = heartbeats;
        realtimes = reports;
        energyStep = step;
    }

    void open(Tally window) {
        tally = window;
    }

    Outcome close(Tally window) {
        long now = System.nanoTime();
        for (PileClient pile : piles) {
            pile.closeAccount(window, now);
        }
        if (tally == window) {
            tally = new Tally(0, 0);
        }
        return window.outcome();
    }

    RecordPlay records() {
        return records;
    }

    void recordConfirmed(PileClient pile, ByteBuf in, int tradeAt, long nowNanos) {
        records.confirmed(pile, in, tradeAt, nowNanos);
    }

    void started(GunPlay gun, int gunNo, long nowNanos) {
        Commands to = commands;
        if (to != null) {
            to.started(gun.pileIndex(), gunNo, nowNanos);
        }
    }

    void stopped(GunPlay gun, int gunNo, long nowNanos) {
        Commands to = commands;
        if (to != null) {
            to.stopped(gun.pileIndex(), gunNo, nowNanos);
        }
    }

    void end() {
        over = true;
        for (PileClient pile : piles) {
            Channel channel = pile.channel();
            if (channel != null) {
                channel.close();
            }
        }
    }
}
