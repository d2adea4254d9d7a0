package io.ohmgate.simulator.link;

import io.ohmgate.simulator.pile.PileAction;
import io.ohmgate.simulator.pile.SimulatedPile;
import io.ohmgate.simulator.script.DriverAct;
import io.ohmgate.simulator.script.GunScript;
import io.ohmgate.ykc.frame.SequenceCounter;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.message.Uplink;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what one pile wants, on its event loop: connections, frames, time, and the people of its script. */
final class PileRunner extends DueWheel.Rider {
    private final FleetLoop loop;
    private final PilePlan plan;
    private final SimulatedPile pile;
    private final List<GunScript> scripts;
    private @Nullable PileLink link;
    private SequenceCounter sequence;
    private boolean closed;

    /** Written by the loop, read by whoever wants statistics. */
    private volatile Gauge gauge = Gauge.NOTHING;

    record Gauge(boolean online, int charging, int recordsKept, long chargesStarted, long chargesEnded) {
        static final Gauge NOTHING = new Gauge(false, 0, 0, 0, 0);
    }

    PileRunner(FleetLoop loop, PilePlan plan, SimulatedPile pile, List<GunScript> scripts) {
        this.loop = loop;
        this.plan = plan;
        this.pile = pile;
        this.scripts = scripts;
        this.sequence = newSequence();
    }

    private SequenceCounter newSequence() {
        return new SequenceCounter(!plan.wire().bigEndianSequence());
    }

    SimulatedPile pile() {
        return pile;
    }

    PilePlan plan() {
        return plan;
    }

    Gauge gauge() {
        return gauge;
    }

    void start() {
        settle();
    }

    /** Books the next visit and refreshes the gauges; after everything that happened. */
    private void settle() {
        if (closed) {
            return;
        }
        gauge = new Gauge(
                pile.online(), pile.chargingGuns(), pile.recordsKept(), pile.chargesStarted(), pile.chargesEnded());
        Instant due = pile.due();
        for (GunScript script : scripts) {
            due = script.due().isBefore(due) ? script.due() : due;
        }
        if (link != null && link.isWaiting()) {
            due = Instant.MIN;
        }
        loop.book(this, due);
    }

    @Override
    void visit() {
        if (closed) {
            return;
        }
        Instant now = loop.now();
        perform(pile.tick(now));
        for (int i = 0; i < scripts.size(); i++) {
            if (!now.isBefore(scripts.get(i).due())) {
                letDriverAct(i + 1, scripts.get(i), now);
            }
        }
        if (link != null) {
            link.tick();
        }
        settle();
    }

    private void letDriverAct(int gunNo, GunScript script, Instant now) {
        DriverAct act = script.act(pile.gunView(gunNo), pile.online(), now);
        if (act != null) {
            perform(carriedOut(gunNo, act, now));
        }
    }

    private List<PileAction> carriedOut(int gunNo, DriverAct act, Instant now) {
        return switch (act) {
            case DriverAct.Plug plug -> pile.plug(gunNo, plug.vehicle(), now);
            case DriverAct.Unplug unplug -> pile.unplug(gunNo, now);
            case DriverAct.Swipe swipe -> pile.swipe(gunNo, swipe.physicalCardNo(), now);
            case DriverAct.StartByVin start -> pile.startByVin(gunNo, now);
            case DriverAct.PressStop stop -> pile.pressStop(gunNo, now);
        };
    }

    /** Something is done to the pile from outside; must be on the loop. */
    void happen(List<PileAction> actions) {
        perform(actions);
        settle();
    }

    private void perform(List<PileAction> actions) {
        for (PileAction action : actions) {
            switch (action) {
                case PileAction.Connect connect -> connect();
                case PileAction.Say say -> send(say.message(), sequence.next());
                case PileAction.Reply reply -> send(reply.message(), replySequence(reply.sequence()));
                case PileAction.HangUp hangUp -> hangUp();
            }
        }
        if (link != null && !actions.isEmpty()) {
            link.flush();
        }
    }

    private int replySequence(int echoed) {
        return plan.wire().ownSequenceInReplies() ? sequence.next() : echoed;
    }

    private void send(Uplink message, int sequenceBytes) {
        PileLink open = link;
        if (open == null) {
            return;
        }
        if (!open.write(message, sequenceBytes)) {
            loop.counters().overflows.increment();
            open.close();
            return;
        }
        loop.counters().framesSent.increment();
        if (message instanceof TradeReport) {
            loop.counters().recordsSent.increment();
        }
    }

    // The link

    private void connect() {
        hangUpQuietly();
        sequence = newSequence();
        PileLink next = new PileLink(this, loop, plan.wire());
        link = next;
        loop.connect(this, next);
    }

    private void hangUp() {
        loop.counters().hangUps.increment();
        hangUpQuietly();
    }

    private void hangUpQuietly() {
        PileLink old = link;
        link = null;
        if (old != null) {
            old.close();
        }
    }

    /** Cuts the connection as a broken cable would; the pile finds out and comes back. */
    void cut() {
        PileLink open = link;
        if (open != null) {
            open.close();
        }
    }

    void linkUp(PileLink up) {
        if (up.equals(link)) {
            loop.counters().connects.increment();
            happen(pile.connected(loop.now()));
        } else {
            up.close();
        }
    }

    void linkDown(PileLink down) {
        if (down.equals(link)) {
            link = null;
            loop.counters().connectionsLost.increment();
            happen(pile.disconnected(loop.now()));
        }
    }

    void heard(PileLink from, Downlink message, int sequenceBytes) {
        if (from.equals(link)) {
            if (message instanceof TradeConfirm) {
                loop.counters().recordsConfirmed.increment();
            }
            happen(pile.on(message, sequenceBytes, loop.now()));
        }
    }

    void close() {
        closed = true;
        hangUpQuietly();
        gauge = Gauge.NOTHING;
    }
}
