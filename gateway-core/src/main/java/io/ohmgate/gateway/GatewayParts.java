package io.ohmgate.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.Level;
import io.ohmgate.gateway.command.ClockKeeper;
import io.ohmgate.gateway.command.LimitUpdates;
import io.ohmgate.gateway.command.PileCommands;
import io.ohmgate.gateway.command.TariffDelivery;
import io.ohmgate.gateway.event.Listeners;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.frames.FrameLimits;
import io.ohmgate.gateway.frames.FrameRecorder;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.ReportListener;
import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.live.LiveChange;
import io.ohmgate.gateway.live.LiveGuns;
import io.ohmgate.gateway.live.LivePublisher;
import io.ohmgate.gateway.live.LiveSink;
import io.ohmgate.gateway.live.SnapshotSource;
import io.ohmgate.gateway.metrics.CommandWritten;
import io.ohmgate.gateway.metrics.RecordKept;
import io.ohmgate.gateway.operation.GroundLocks;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.Piles;
import io.ohmgate.gateway.order.StationCapacities;
import io.ohmgate.gateway.session.Arrivals;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import io.ohmgate.gateway.session.SessionSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.scheduler.Scheduler;

/**
 * What exists before the orders do. Orders are built on {@link #piles} and tell {@link #orderNotices}; then the
 * {@link Gateway} joins both. Others listen by {@code pileEvents.add(..)} and {@code orderNotices.add(..)}.
 */
public final class GatewayParts {
    public final PileDirectory directory;
    public final SessionSettings settings;
    public final GatewayTime time;
    public final MeterRegistry meters;
    /** How far this node gives way. Calm until somebody starts to look. */
    public final Calm calm;

    public final Listeners<PileEvent> pileEvents = new Listeners<>();
    /** Give {@code orderNotices::tell} to the orders as their {@code OrderNotices}. */
    public final Listeners<OrderNotice> orderNotices = new Listeners<>();

    /** What batteries told; for those who keep it with the order. */
    public final Listeners<PileReport.BatteryNoted> batteryNotes = new Listeners<>();

    /** Frames of commands that went out; told on the connection's event loop. */
    public final Listeners<CommandWritten> commandsWritten = new Listeners<>();

    /** Records that were committed; told by whoever committed them, so it must return at once. */
    public final Listeners<RecordKept> recordsKept = new Listeners<>();

    /** Give it to the protocols: it remembers what went over the wire. */
    public final FrameRecorder frames;

    public final PileOddities oddities = new PileOddities();
    /** Hear every report of a current session, after commands, orders and live values have. */
    public final List<ReportListener> reportListeners = new CopyOnWriteArrayList<>();

    /** What a new session waits for; set before the first login. */
    public volatile Arrivals arrivals = Arrivals.AT_HOME;

    public final LiveGuns liveGuns;
    public final PileSessions sessions;
    public final PileCommands commands;
    public final TariffDelivery tariffs;
    public final LimitUpdates limits;
    public final ClockKeeper clocks;
    public final GroundLocks groundLocks;
    public final EventHub hub;
    public final LivePublisher publisher;
    public final Piles piles;
    public final StationCapacities capacities = new StationCapacities();
    /** Starts asked for at piles. Without a listener the answer is no. */
    public final Listeners<PileReport.StartAtPileRequested> startsAtPile = new Listeners<>();

    /**
     * @param site the zone that tariffs and piles' clocks are in
     * @param orderSnapshots answers for topics of orders; the others are answered from memory
     * @param deliveries runs the reading of stream subscribers
     */
    public GatewayParts(
            PileDirectory directory,
            SessionSettings settings,
            GatewayTime time,
            ZoneId site,
            MeterRegistry meters,
            LiveSink sink,
            SnapshotSource orderSnapshots,
            Scheduler deliveries) {
        this.directory = directory;
        this.settings = settings;
        this.time = time;
        this.meters = meters;
        this.calm = new Calm(time.nanos(), time.wall(), meters);
        this.frames = new FrameRecorder(FrameLimits.BOOK, time.wall(), meters);
        this.liveGuns = new LiveGuns(directory, time.wall(), site, pileEvents::tell, this::changed);
        this.sessions = new PileSessions(directory, settings, time, pileEvents::tell, liveGuns::anyCharging, meters);
        this.commands = new PileCommands(sessions, directory, time, pileEvents::tell, meters);
        this.limits = new LimitUpdates(commands, time.timer(), meters);
        orderNotices.add(limits::happened);
        this.tariffs = new TariffDelivery(directory, sessions, commands, liveGuns::anyCharging, time, pileEvents::tell);
        this.clocks = new ClockKeeper(directory, sessions, commands, time, site, pileEvents::tell);
        this.groundLocks = new GroundLocks(directory, time.wall(), pileEvents::tell);
        this.hub =
                new EventHub(time, new LiveSnapshots(directory, liveGuns, orderSnapshots), deliveries, calm::liveEvery);
        this.publisher = new LivePublisher(sink, liveGuns::find, sessions::statusOf, this::publishEvery);
        this.piles = new KnownPiles(directory, sessions, liveGuns, tariffs, capacities);
        meters.gauge("ohmgate.hub.topics", hub, EventHub::topics);
    }

    /** The place where other nodes see our live values has lost them: all of those whose piles are here go there again. */
    public void publishAll() {
        for (PileEntry entry : directory.all()) {
            if (sessions.current(entry.pileNo()).isPresent()) {
                publisher.changed(entry.pileNo());
                for (int gunNo = 1; gunNo <= entry.gunCount(); gunNo++) {
                    publisher.changed(entry.pileNo().gun(gunNo));
                }
            }
        }
    }

    private Duration publishEvery() {
        return calm.level().atLeast(Level.SLOWER_LIVE) ? calm.liveEvery() : LivePublisher.EVERY;
    }

    private void changed(LiveChange change) {
        if (change.worthShowing()) {
            publisher.changed(change.after().gun());
        }
        hub.changed(change, liveGuns.whole(change.after()));
    }
}
