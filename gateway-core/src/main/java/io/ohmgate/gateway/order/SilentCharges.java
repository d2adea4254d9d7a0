package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Charges that tell nothing (ykc.md 7.6): the gun is asked, then a person and the driver are told, and after half a day the
 * order is closed in the books. Counted from when this gateway last heard, so a restart begins anew; the longest charge is
 * bounded by a timer besides.
 */
final class SilentCharges {
    private final RunningOrders running;
    private final OrderChanges changes;
    private final OrderCommands commands;
    private final Piles piles;
    private final OrderNotices notices;
    private final OrderTimings timings;
    private final InstantSource clock;
    private final ConcurrentMap<GunId, Silence> silences = new ConcurrentHashMap<>();

    SilentCharges(
            RunningOrders running,
            OrderChanges changes,
            OrderCommands commands,
            Piles piles,
            OrderNotices notices,
            OrderTimings timings,
            InstantSource clock) {
        this.running = running;
        this.changes = changes;
        this.commands = commands;
        this.piles = piles;
        this.notices = notices;
        this.timings = timings;
        this.clock = clock;
    }

    private record Silence(OrderId order, Instant since, boolean asked, boolean told) {}

    /** The gun has told something of this order. */
    void heard(ChargingOrder order) {
        silences.put(order.gun(), new Silence(order.id(), clock.instant(), false, false));
    }

    void sweep() {
        silences.keySet().removeIf(gun -> running.on(gun).isEmpty());
        for (RunningOrder known : running.all()) {
            if (known.order().state() == OrderState.CHARGING) {
                look(known.order());
            }
        }
    }

    private void look(ChargingOrder order) {
        Instant now = clock.instant();
        Silence silence = silences.compute(
                order.gun(),
                (gun, before) -> before == null || !before.order.equals(order.id())
                        ? new Silence(order.id(), now, false, false)
                        : before);
        if (silence == null) {
            return;
        }
        Duration quiet = Duration.between(silence.since, now);
        if (quiet.compareTo(timings.silenceMax()) >= 0) {
            changes.happens(order, new OrderEvent.PileWentSilent());
        } else if (!silence.told && quiet.compareTo(timings.silenceAsk().plus(timings.silenceWarn())) >= 0) {
            notices.tell(new OrderNotice.ChargeWentSilent(OrderRef.of(order), silence.since, now));
            replace(order, silence, new Silence(silence.order, silence.since, true, true));
        } else if (!silence.asked && quiet.compareTo(timings.silenceAsk()) >= 0 && online(order)) {
            commands.ask(order.gun());
            replace(order, silence, new Silence(silence.order, silence.since, true, false));
        }
    }

    private boolean online(ChargingOrder order) {
        return piles.linkOf(order.gun().pileNo()).isPresent();
    }

    /** Not if the gun has spoken meanwhile. */
    private void replace(ChargingOrder order, Silence before, Silence after) {
        silences.replace(order.gun(), before, after);
    }
}
