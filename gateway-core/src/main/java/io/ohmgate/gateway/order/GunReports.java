package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.OutOfBoundsException;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.PileReport.StartAnswered;
import io.ohmgate.gateway.link.PileReport.StopAnswered;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What guns report and answer, and to which order it happens. */
final class GunReports {
    private static final Logger LOG = LoggerFactory.getLogger(GunReports.class);
    private static final String PLATFORM = "platform";

    private final RunningOrders running;
    private final OrderChanges changes;
    private final SilentCharges silent;
    private final ForeignCharges foreign;
    private final Piles piles;
    private final OrderNotices notices;
    private final ZoneId site;
    private final InstantSource clock;
    private final OrderHome home;

    GunReports(
            RunningOrders running,
            OrderChanges changes,
            SilentCharges silent,
            ForeignCharges foreign,
            Piles piles,
            OrderNotices notices,
            ZoneId site,
            InstantSource clock,
            OrderHome home) {
        this.home = home;
        this.running = running;
        this.changes = changes;
        this.silent = silent;
        this.foreign = foreign;
        this.piles = piles;
        this.notices = notices;
        this.site = site;
        this.clock = clock;
    }

    void gun(GunReported report) {
        switch (report.state()) {
            case CHARGING -> charging(report);
            // A fault ends a charge as idle does; the record says which it was.
            case IDLE, FAULT -> notCharging(report);
            case OFFLINE, UNKNOWN -> {}
        }
    }

    private void charging(GunReported report) {
        Optional<RunningOrder> own = running.on(report.gun()).filter(known -> isOwn(known.order(), report.tradeNo()));
        if (own.isPresent()) {
            foreign.none(report.gun());
            silent.heard(own.get().order());
            ownCharge(own.get(), report);
        } else if (home.isKnown(report.pileNo())) {
            foreign.seen(report, progressOf(report));
        }
    }

    /** Some piles tell no number while they charge: then it is the gun's order, if that can be charging (ykc.md 12). */
    private static boolean isOwn(ChargingOrder order, @Nullable TradeNo told) {
        return switch (order.state()) {
            case START_SENT, START_ACKED, CHARGING, STOPPING -> told == null || told.equals(order.tradeNo());
            case CREATED -> order.tradeNo().equals(told);
            case AWAITING_RECORD, IN_REVIEW, NEEDS_PERSON, START_FAILED, SETTLED -> false;
        };
    }

    private void ownCharge(RunningOrder known, GunReported report) {
        ChargingOrder order = known.order();
        Progress told = progressOf(report);
        if (told == null) {
            changes.happens(order, new OrderEvent.ChargingSeen(null));
            return;
        }
        int watts = piles.factsOf(order.gun()).map(GunFacts::ratedWatts).orElse(0);
        Optional<RunningOrder> after;
        try {
            after = running.update(order.gun(), order.id(), before -> before.told(told, watts, site));
        } catch (OutOfBoundsException unbelievable) {
            LOG.atWarn().addKeyValue("orderId", order.id()).log("an unbelievable energy was not counted");
            changes.happens(order, new OrderEvent.ChargingSeen(null));
            return;
        }
        after.filter(now -> now.doubt() != null && now.doubt() != known.doubt())
                .ifPresent(now -> notices.tell(new OrderNotice.ReadingNotBelieved(
                        OrderRef.of(order), String.valueOf(now.doubt()), told.at())));
        changes.happens(
                order,
                new OrderEvent.ChargingSeen(after.map(RunningOrder::progress).orElse(null)));
        running.on(order.gun())
                .filter(now -> now.order().id().equals(order.id()))
                .ifPresent(now -> watchLimit(now, report, watts));
    }

    private void watchLimit(RunningOrder known, GunReported report, int ratedWatts) {
        ChargingOrder order = known.order();
        Progress progress = known.progress();
        if (progress == null || order.state() == OrderState.STOPPING) {
            return;
        }
        Integer told = report.telemetry().outputWatts();
        ParallelCharges.Together all = ParallelCharges.together(
                progress, order.terms(), running.sharing(order), told == null ? ratedWatts : told);
        LimitWatch.reached(
                        all.terms(),
                        all.progress(),
                        known.meter(),
                        all.watts(),
                        clock.instant().atZone(site).toLocalTime())
                .ifPresent(cause -> changes.happens(order, new StopRequested(cause, PLATFORM)));
    }

    private @Nullable Progress progressOf(GunReported report) {
        Energy energy = report.telemetry().charged();
        Instant now = clock.instant();
        return energy == null
                ? null
                : new Progress(
                        energy,
                        report.telemetry().pileAmount(),
                        report.telemetry().socPercent(),
                        now);
    }

    private void notCharging(GunReported report) {
        foreign.none(report.gun());
        TradeNo told = report.tradeNo();
        running.on(report.gun())
                .map(RunningOrder::order)
                .filter(order -> told == null || told.equals(order.tradeNo()))
                .ifPresent(order -> {
                    silent.heard(order);
                    changes.happens(order, new OrderEvent.IdleSeen());
                });
        running.unprovenStopOn(report.gun()).ifPresent(order -> changes.happens(order, new OrderEvent.IdleSeen()));
    }

    void started(StartAnswered answer) {
        OrderEvent event = switch (answer.answer()) {
            case ACCEPTED -> new OrderEvent.StartAccepted();
            case NOT_PLUGGED -> new OrderEvent.StartAwaitsPlug();
            case PILE_NUMBER_MISMATCH, ALREADY_CHARGING, PILE_FAULT, PILE_OFFLINE, OTHER ->
                new OrderEvent.StartRejected(answer.answer(), answer.code());
        };
        GunId gun = answer.gun();
        TradeNo tradeNo = answer.tradeNo();
        running.find(gun, tradeNo)
                .ifPresentOrElse(order -> changes.happens(order, event), () -> changes.lookUp(gun, tradeNo, event));
    }

    void stopped(StopAnswered answer) {
        OrderEvent event = switch (answer.answer()) {
            case ACCEPTED -> new OrderEvent.StopAccepted();
            case NOT_CHARGING -> new OrderEvent.StopFoundNothing();
            case PILE_NUMBER_MISMATCH, OTHER -> new OrderEvent.StopRejected(answer.code());
        };
        running.on(answer.gun()).ifPresent(known -> changes.happens(known.order(), event));
        running.unprovenStopOn(answer.gun()).ifPresent(order -> changes.happens(order, event));
    }
}
