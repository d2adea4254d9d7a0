package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.order.OrderEvent.StopRequested;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Charges on a gun that are not its order's: under no number, an unknown one, one of an order that is over, or one of
 * another gun (invariants A12, F1-15). Told, stopped, and given an order of their own, so that the record finds one and a
 * person hears of it.
 */
final class ForeignCharges {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignCharges.class);
    private static final String PLATFORM = "platform";

    private final OrderStore orders;
    private final RunningOrders running;
    private final OrderChanges changes;
    private final OrderCommands commands;
    private final Piles piles;
    private final OrderNotices notices;
    private final TradeNumbers tradeNumbers;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final StrayCharges strays = new StrayCharges();
    private final ConcurrentMap<GunId, Orphan> orphans = new ConcurrentHashMap<>();

    ForeignCharges(
            OrderStore orders,
            RunningOrders running,
            OrderChanges changes,
            OrderCommands commands,
            Piles piles,
            OrderNotices notices,
            TradeNumbers tradeNumbers,
            RandomGenerator random,
            InstantSource clock) {
        this.orders = orders;
        this.running = running;
        this.changes = changes;
        this.commands = commands;
        this.piles = piles;
        this.notices = notices;
        this.tradeNumbers = tradeNumbers;
        this.random = random;
        this.clock = clock;
    }

    /** The gun is idle, or charges for its own order. */
    void none(GunId gun) {
        strays.clear(gun);
    }

    void seen(GunReported report, @Nullable Progress progress) {
        GunId gun = report.gun();
        TradeNo told = report.tradeNo();
        int reports = strays.seen(gun, told, clock.instant());
        Optional<ChargingOrder> elsewhere = told == null ? Optional.empty() : running.onOtherGun(gun, told);
        if (elsewhere.isPresent()) {
            onOtherGun(elsewhere.get(), gun, reports);
            return;
        }
        Optional<ChargingOrder> over = told == null ? Optional.empty() : running.recentOnPile(gun.pileNo(), told);
        if (over.isPresent()) {
            changes.happens(over.get(), new OrderEvent.ChargingSeen(progress));
        } else if (told != null && reports == 1) {
            changes.lookUp(gun, told, new OrderEvent.ChargingSeen(progress));
        }
        if (reports == 1) {
            // Stored reports look like live ones; the answer to a question is live (ykc.md A36).
            commands.ask(gun);
        }
        if (reports >= StrayCharges.REPORTS) {
            withoutOrder(report, progress, reports == StrayCharges.REPORTS, over.isPresent());
        }
    }

    /** Whose car it charges nobody knows, so both guns stop; the record is matched by its number. */
    private void onOtherGun(ChargingOrder order, GunId seenOn, int reports) {
        if (reports < StrayCharges.REPORTS) {
            return;
        }
        if (reports == StrayCharges.REPORTS) {
            notices.tell(new OrderNotice.SerialOnOtherGun(OrderRef.of(order), seenOn, clock.instant()));
        }
        changes.happens(order, new StopRequested(StopCause.SERIAL_ON_OTHER_GUN, PLATFORM));
        stopIfFree(seenOn);
    }

    private void withoutOrder(GunReported report, @Nullable Progress progress, boolean first, boolean knownCharge) {
        GunId gun = report.gun();
        Optional<RunningOrder> active = running.on(gun);
        if (active.isPresent() && knownCharge) {
            // Late frames of an order that ended must not end the next one.
            return;
        }
        if (first) {
            notices.tell(new OrderNotice.EnergyWithoutOrder(gun, report.tradeNo(), clock.instant()));
            if (!knownCharge) {
                openOrphan(gun, report.tradeNo(), progress);
            }
        }
        if (active.isPresent()) {
            ChargingOrder order = active.get().order();
            changes.now(order, new OrderEvent.OtherChargeSeen())
                    .subscribe(step -> stopIfFree(gun), error -> OrderChanges.failed(order, "OtherChargeSeen", error));
        } else {
            commands.stop(gun);
        }
    }

    /** A stop names a gun, so it goes only to one that serves no order of ours. */
    private void stopIfFree(GunId gun) {
        if (running.on(gun).isEmpty()) {
            commands.stop(gun);
        }
    }

    /**
     * Under a number of ours, whatever the gun tells: the record under that other number makes its own order, and a card
     * that the pile accepted offline must find its owner then. One for each number, or each while without one.
     */
    private void openOrphan(GunId gun, @Nullable TradeNo told, @Nullable Progress progress) {
        Instant now = clock.instant();
        Optional<GunFacts> place = piles.factsOf(gun);
        Orphan before = orphans.get(gun);
        if (place.isEmpty() || (before != null && before.same(told, now))) {
            return;
        }
        orphans.put(gun, new Orphan(told, now));
        ChargingOrder orphan =
                OrphanOrders.ofReports(place.get(), gun, tradeNumbers.next(gun, now), progress, random, now);
        changes.run(gun, Mono.defer(() -> orders.openOrphan(orphan, OrphanOrders.seen(told, now))))
                .subscribe(
                        opened -> {
                            if (opened) {
                                notices.tell(new OrderNotice.OrphanCharging(OrderRef.of(orphan), now));
                            }
                        },
                        error -> LOG.atError()
                                .setCause(error)
                                .addKeyValue("gun", gun)
                                .log("no order could be made for energy without one"));
    }

    /** The last order that was made for a gun's foreign charge. */
    private record Orphan(@Nullable TradeNo told, Instant at) {
        static final Duration ONE_CHARGE = Duration.ofMinutes(30);

        boolean same(@Nullable TradeNo other, Instant now) {
            return Objects.equals(told, other) && (told != null || now.isBefore(at.plus(ONE_CHARGE)));
        }
    }
}
