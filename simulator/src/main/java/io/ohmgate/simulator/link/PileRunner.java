package io.ohmgate.simulator.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.ohmgate.simulator.pile.PileAction;
import io.ohmgate.simulator.pile.SimulatedPile;
import io.ohmgate.simulator.script.DriverAct;
import io.ohmgate.simulator.script.GunScript;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeReport;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Carries out what one pile wants, on its event loop: connections, frames, time, and the people of its script. */
final class PileRunner extends DueWheel.Rider {
    private final FleetLoop loop;
    private final SimulatedPile pile;
    private final List<GunScript> scripts;
    private final WireWriter writer;
    private final PileLine line;
    private boolean closed;

    /** Written by the loop, read by whoever wants statistics. */
    private volatile Gauge gauge = Gauge.NOTHING;

    record Gauge(boolean online, int charging, int recordsKept, long chargesStarted, long chargesEnded) {
        static final Gauge NOTHING = new Gauge(false, 0, 0, 0, 0);
    }

    /** @param concentrator null for a socket of its own */
    PileRunner(
            FleetLoop loop,
            PilePlan plan,
            SimulatedPile pile,
            List<GunScript> scripts,
            WireWriter writer,
            @org.jspecify.annotations.Nullable Concentrator concentrator) {
        this.loop = loop;
        this.pile = pile;
        this.scripts = scripts;
        this.writer = writer;
        this.line = concentrator == null
                ? new OwnLine(this, loop, plan.behaviour())
                : concentrator.placeFor(this, pile.pileNo());
    }

    SimulatedPile pile() {
        return pile;
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
        if (line.isWaiting()) {
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
        line.tick();
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
                case PileAction.Connect connect -> {
                    writer.connected();
                    line.connect();
                }
                case PileAction.Say say -> {
                    if (say.message() instanceof TradeReport) {
                        loop.counters().recordsSent.increment();
                    }
                    send(frame -> writer.say(say.message(), frame));
                }
                case PileAction.Reply reply -> send(frame -> writer.reply(reply, frame));
                case PileAction.SayRaw raw -> send(frame -> writer.say(raw, frame));
                case PileAction.HangUp hangUp -> {
                    loop.counters().hangUps.increment();
                    line.flush();
                    line.hangUp();
                }
                case PileAction.Abandon abandon -> line.abandon();
                case PileAction.StopReading stop -> line.stopReading(stop.entirely());
            }
        }
        if (!actions.isEmpty()) {
            line.flush();
        }
    }

    private void send(Consumer<ByteBuf> written) {
        if (!line.isOpen()) {
            return;
        }
        ByteBuf frame = ByteBufAllocator.DEFAULT.buffer(Frame.SIZE_MAX);
        written.accept(frame);
        push(frame);
    }

    private void push(ByteBuf frame) {
        loop.tap().frame(pile.pileNo(), true, frame);
        if (line.write(frame)) {
            loop.counters().framesSent.increment();
        } else {
            loop.counters().overflows.increment();
            line.cut();
        }
    }

    /** Bytes of somebody else's making, on this pile's connection. */
    void sendBytes(byte[] bytes) {
        if (line.isOpen()) {
            push(Unpooled.copiedBuffer(bytes));
            line.flush();
        }
    }

    // The link

    /** Cuts the connection as a broken cable would; the pile finds out and comes back. */
    void cut() {
        line.cut();
    }

    void up() {
        loop.counters().connects.increment();
        loop.tap().opened(pile.pileNo());
        happen(pile.connected(loop.now()));
    }

    void down() {
        loop.counters().connectionsLost.increment();
        loop.tap().closed(pile.pileNo());
        happen(pile.disconnected(loop.now()));
    }

    void heard(Downlink message, int sequenceBytes, ByteBuf frame) {
        loop.tap().frame(pile.pileNo(), false, frame);
        if (message instanceof TradeConfirm) {
            loop.counters().recordsConfirmed.increment();
        }
        happen(pile.on(message, sequenceBytes, loop.now()));
    }

    void close() {
        closed = true;
        if (line instanceof OwnLine own) {
            own.close();
        } else {
            line.hangUp();
        }
        gauge = Gauge.NOTHING;
    }
}
