package io.ohmgate.gateway;

import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.calm.Drain;
import io.ohmgate.gateway.calm.LoginQueue;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.Admission;
import io.ohmgate.gateway.link.BatteryNote;
import io.ohmgate.gateway.link.CloseReason;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileGateway;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.link.Pulse;
import io.ohmgate.gateway.link.RawRecord;
import io.ohmgate.gateway.link.ReportListener;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.metrics.CommandWritten;
import io.ohmgate.gateway.order.OrderDesk;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.record.RecordInbox;
import io.ohmgate.gateway.session.PileEntry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What every protocol talks to. Each report is told to the orders, then shown; records go to their inbox
 * and nowhere else. Nothing here waits and nothing touches I/O, so all of it may run on event loops.
 */
public final class Gateway implements PileGateway {
    private static final Duration PRICE_LOOK = Duration.ofSeconds(1);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewayParts parts;
    private final OrderDesk desk;
    private final RecordDoor records;
    private final ZoneId site;
    private final TakeoverWitness witness;
    private final EdgeCounters counters;
    private final LoginQueue logins;
    private final Disposable.Composite running = Disposables.composite();
    private int priceSlot = -1;

    /** {@code node} names this process in the evidence of records. */
    public Gateway(GatewayParts parts, OrderDesk desk, RecordInbox records, ZoneId site, String node) {
        this.parts = parts;
        this.desk = desk;
        this.site = site;
        this.counters = new EdgeCounters(parts.meters);
        this.witness =
                new TakeoverWitness(parts.directory, parts.liveGuns::find, parts.settings.restrictedAfterTakeover());
        this.records = new RecordDoor(parts, records, node, counters, witness, this::securityEvent);
        this.logins = new LoginQueue(
                LoginQueue.Limits.DEFAULT,
                parts.calm,
                this::charges,
                parts.sessions::login,
                parts.time.nanos(),
                parts.meters);
        parts.sessions.orders(this::runsOrder);
        parts.pileEvents.add(this::happened);
        parts.orderNotices.add(this::happened);
    }

    /** Starts everything that happens by itself: silence, flushing, clocks, tariffs. */
    public void start() {
        running.add(parts.sessions.watch());
        running.add(logins.start(parts.time.timer()));
        running.add(parts.hub.start());
        running.add(parts.publisher.start(parts.time.timer()));
        running.add(parts.tariffs.start());
        running.add(parts.clocks.start());
        long look = PRICE_LOOK.toMillis();
        running.add(parts.time.timer().schedulePeriodically(this::lookAtPrices, look, look, TimeUnit.MILLISECONDS));
    }

    /**
     * Stops in good order: nobody new, then the records under way are confirmed (at most {@code patience}), then every
     * session and subscription ends. Records that were not confirmed are repeated by their piles.
     */
    public Mono<Void> stop(Duration patience) {
        return stop(Drain.atOnce(patience));
    }

    /** The same, with time for the sessions to leave one after another. */
    public Mono<Void> stop(Drain drain) {
        return Mono.fromRunnable(parts.sessions::refuseLogins)
                .thenMany(Flux.interval(Duration.ZERO, DRAIN_LOOK, parts.time.timer()))
                .takeUntil(tick ->
                        records.unconfirmed() == 0 || tick >= drain.acks().dividedBy(DRAIN_LOOK))
                .then(leave(drain))
                .then(Mono.fromRunnable(() -> {
                    int ended = parts.sessions.closeAll(CloseReason.GATEWAY_STOPPING);
                    parts.hub.endAll();
                    running.dispose();
                    LOG.atInfo()
                            .addKeyValue("sessions", ended)
                            .addKeyValue("unconfirmedRecords", records.unconfirmed())
                            .log("the gateway has stopped");
                }));
    }

    /** Slice by slice; what comes up meanwhile is confirmed as ever. */
    private Mono<Void> leave(Drain drain) {
        return drain.spread().isZero() ? Mono.empty() : Mono.defer(() -> leave(chargingLast(), drain.slices()));
    }

    private Mono<Void> leave(List<PileNo> piles, int slices) {
        int each = Math.max(1, Math.ceilDiv(piles.size(), slices));
        return Flux.interval(Duration.ZERO, Drain.SLICE, parts.time.timer())
                .takeWhile(slice -> slice * each < piles.size())
                .doOnNext(slice -> {
                    int from = Math.toIntExact(slice * each);
                    piles.subList(from, Math.min(from + each, piles.size())).forEach(this::sendAway);
                })
                .then();
    }

    private List<PileNo> chargingLast() {
        List<PileNo> first = new ArrayList<>();
        List<PileNo> last = new ArrayList<>();
        for (PileEntry entry : parts.directory.all()) {
            if (parts.sessions.current(entry.pileNo()).isPresent()) {
                (charges(entry.pileNo()) ? last : first).add(entry.pileNo());
            }
        }
        first.addAll(last);
        return first;
    }

    private void sendAway(PileNo pileNo) {
        parts.sessions.linkOf(pileNo).ifPresent(link -> link.close(CloseReason.GATEWAY_STOPPING));
    }

    @Override
    public void login(PileHello hello, PileLink link, Consumer<Admission> verdict) {
        logins.enter(hello, link, verdict);
    }

    /** How much of its pace the port may accept at now, in percent. */
    public int acceptPercent() {
        return logins.acceptPercent();
    }

    /** Known from the orders and not from the pile, which may just come back. */
    private boolean charges(PileNo pileNo) {
        return gunsOf(pileNo).stream().anyMatch(gun -> desk.runningOn(gun).isPresent());
    }

    @Override
    public void heard(SessionId session) {
        parts.sessions.heard(session);
    }

    @Override
    public Pulse pulseOf(SessionId session) {
        return parts.sessions.pulseOf(session);
    }

    @Override
    public void report(SessionId session, PileReport report) {
        if (!report.pileNo().equals(session.pileNo())) {
            securityEvent(session, "foreign-report", report.getClass().getSimpleName());
            return;
        }
        if (!parts.sessions.isCurrent(session)) {
            counters.dropped("stale-session");
            return;
        }
        parts.commands.reported(session, report);
        desk.reported(session, report);
        takeIn(session, report);
        for (ReportListener listener : parts.reportListeners) {
            listener.reported(session, report);
        }
    }

    private void takeIn(SessionId session, PileReport report) {
        switch (report) {
            case PileReport.GunReported gun -> {
                if (!parts.liveGuns.reported(gun, runningOn(gun.gun()))) {
                    counters.dropped("not-live");
                }
            }
            case PileReport.BatteryReported battery -> {
                parts.liveGuns.reported(battery, runningOn(battery.gun()));
                parts.batteryNotes.tell(BatteryNote.Readings.of(battery));
                if (!battery.warnings().isEmpty()) {
                    parts.batteryNotes.tell(BatteryNote.Troubles.warningsOf(battery));
                }
            }
            case PileReport.BatteryNoted noted -> {
                parts.liveGuns.noted(noted, runningOn(noted.gun()));
                parts.batteryNotes.tell(noted);
            }
            case PileReport.GunHealth health -> parts.liveGuns.reported(health);
            case PileReport.TariffHeld held -> parts.tariffs.held(held.pileNo(), held.modelNo());
            case PileReport.TariffTold told -> parts.tariffs.told(told.pileNo(), told.modelNo());
            case PileReport.StartAnswered start -> {}
            case PileReport.StopAnswered stop -> {}
            case PileReport.StartAtPileRequested request -> startAtPile(session, request);
            case PileReport.LimitAnswered limit -> {}
            case PileReport.TariffAnswered tariff -> {}
            case PileReport.ClockAnswered clock -> {}
            case PileReport.CommandAnswered answer -> {}
            case PileReport.GroundLockReported lock -> {}
            case PileReport.CardsStored cards -> {}
            case PileReport.CardsCleared cards -> {}
            case PileReport.CardsFound cards -> {}
        }
    }

    /** A pile that is told no says so on its screen instead of waiting. */
    private void startAtPile(SessionId session, PileReport.StartAtPileRequested request) {
        if (!parts.startsAtPile.none()) {
            parts.startsAtPile.tell(request);
            return;
        }
        StartRefusedBecause reason = StartRefusedBecause.CARDS_NOT_SUPPORTED;
        parts.sessions
                .linkOf(session)
                .ifPresent(link -> link.send(new PileCommand.RefuseStart(request.gun(), request, reason)));
    }

    private boolean runsOrder(PileNo pileNo) {
        return gunsOf(pileNo).stream().anyMatch(gun -> desk.runningOn(gun).isPresent());
    }

    private @Nullable RunningCharge runningOn(GunId gun) {
        return desk.runningOn(gun).orElse(null);
    }

    @Override
    public void record(SessionId session, RawRecord raw, Consumer<Confirmation> confirm) {
        records.record(session, raw, confirm);
    }

    @Override
    public Optional<PileTariff> tariffOf(PileNo pileNo) {
        PileEntry entry = parts.directory.find(pileNo);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.tariff());
    }

    @Override
    public void oddity(String protocol, String anomaly) {
        counters.oddity(protocol, anomaly);
    }

    @Override
    public void oddity(SessionId session, String protocol, String anomaly) {
        counters.oddity(protocol, anomaly);
        parts.oddities.count(session.pileNo(), anomaly, parts.time.wall().instant());
    }

    @Override
    public Set<String> dialectOf(PileNo pileNo) {
        PileEntry entry = parts.directory.find(pileNo);
        return entry == null ? Set.of() : entry.dialect();
    }

    @Override
    public void unsupported(PileNo pileNo, InetSocketAddress source, String version) {
        counters.security("unsupported-" + version);
        parts.sessions.unsupported(pileNo, source);
    }

    @Override
    public void securityEvent(SessionId session, String kind, String detail) {
        counters.security(kind);
        PileEntry entry = parts.directory.find(session.pileNo());
        parts.pileEvents.tell(new PileEvent.SecurityNoticed(
                session.pileNo(),
                entry == null ? null : entry.tenantId(),
                kind,
                detail,
                parts.time.wall().instant()));
    }

    @Override
    public void written(SessionId session, PileCommand command) {
        parts.commandsWritten.tell(new CommandWritten(session, command));
    }

    @Override
    public void closed(SessionId session, CloseReason reason) {
        parts.sessions.closed(session, reason);
        parts.commands.ended(session);
    }

    @Override
    public List<GunId> gunsOf(PileNo pileNo) {
        PileEntry entry = parts.directory.find(pileNo);
        return entry == null ? List.of() : entry.guns();
    }

    private void happened(PileEvent event) {
        switch (event) {
            case PileEvent.PileLoggedIn login -> loggedIn(login.session());
            case PileEvent.PileCameOnline online -> parts.liveGuns.pileCameOnline(online.pileNo());
            case PileEvent.PileWentOffline offline -> parts.liveGuns.pileWentOffline(offline.pileNo());
            case PileEvent.PileDisconnected over -> parts.commands.ended(over.session());
            case PileEvent.LoginRefused refused -> {}
            case PileEvent.TakeoverHappened takeover -> witness.takenOver(takeover);
            case PileEvent.PileLocked locked -> {}
            case PileEvent.PileUnlocked unlocked -> {}
            case PileEvent.SecurityNoticed noticed -> {}
            case PileEvent.BindingLearnt learnt -> {}
            case PileEvent.BindingDiffered differed -> {}
            case PileEvent.LoginsBanned banned -> {}
            case PileEvent.GunChanged changed -> {}
            case PileEvent.FaultsChanged faults -> {}
            case PileEvent.TariffConfirmed confirmed -> {}
            case PileEvent.TariffNotTaken refused -> {}
            case PileEvent.AnswerCameLate late -> {}
            case PileEvent.ClockDrifted drifted -> {}
            case PileEvent.ClockMeasured measured -> {}
            case PileEvent.OperationMoved moved -> {}
            case PileEvent.GroundLockChanged lock -> {}
        }
        if (!(event instanceof PileEvent.GunChanged)) {
            parts.publisher.changed(event.pileNo());
        }
        parts.hub.happened(event);
    }

    /** Stops that are still wanted go first, then the clock, then whatever the pile asks. */
    private void loggedIn(SessionId session) {
        parts.arrivals.arrived(session, () -> desk.cameBack(session));
        parts.tariffs.loggedIn(session.pileNo());
        parts.clocks.loggedIn(session.pileNo());
    }

    private void happened(OrderNotice notice) {
        OrderRef order = orderOn(notice);
        if (order != null) {
            parts.liveGuns.refresh(order.gun(), runningOn(order.gun()));
        }
        parts.hub.happened(notice, parts.liveGuns::findWhole);
    }

    private static @Nullable OrderRef orderOn(OrderNotice notice) {
        return switch (notice) {
            case OrderNotice.OrderOpened opened -> opened.order();
            case OrderNotice.OrderMoved moved -> moved.order();
            case OrderNotice.LimitRaised raised -> raised.order();
            case OrderNotice.ChargeBilled billed -> billed.order();
            case OrderNotice.BillHeld held -> held.order();
            case OrderNotice.StopWentUnconfirmed stop -> null;
            case OrderNotice.RecordWentMissing missing -> null;
            case OrderNotice.OrphanOpened orphan -> null;
            case OrderNotice.BillCorrected corrected -> null;
            case OrderNotice.OrderDecided decided -> null;
            case OrderNotice.ChargeWentSilent silent -> null;
            case OrderNotice.SerialOnOtherGun swapped -> null;
            case OrderNotice.ReadingNotBelieved odd -> null;
            case OrderNotice.OrphanCharging orphan -> null;
            case OrderNotice.RecordQuarantined quarantined -> null;
            case OrderNotice.EnergyWithoutOrder energy -> null;
        };
    }

    /** At the half hour every running charge may get another price, and screens must show it without waiting. */
    private void lookAtPrices() {
        int slot = Tariff.slotOf(parts.time.wall().instant().atZone(site).toLocalTime());
        if (slot != priceSlot) {
            priceSlot = slot;
            parts.liveGuns.refreshPrices(this::runningOn);
        }
    }
}
