package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.pile.GunId;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What orders write to piles. Nothing is promised: timers and the next reports repair what is lost. */
final class OrderCommands {
    private static final Logger LOG = LoggerFactory.getLogger(OrderCommands.class);

    private final Piles piles;
    private final RunningOrders running;
    private final OrderTimings timings;
    private final InstantSource clock;

    OrderCommands(Piles piles, RunningOrders running, OrderTimings timings, InstantSource clock) {
        this.piles = piles;
        this.running = running;
        this.timings = timings;
        this.clock = clock;
    }

    /**
     * Writes the start, or at the pile itself the yes that its driver waits for; {@code by} is null if nobody waits there
     * any more. False if it was to be a yes and cannot be one.
     */
    boolean start(ChargingOrder order, @Nullable StartBy by) {
        Instant sentAt = order.times().startSentAt();
        if (sentAt == null || !clock.instant().isBefore(sentAt.plus(timings.startDeadline()))) {
            LOG.atWarn().addKeyValue("orderId", order.id()).log("a start came too late to be written");
            return true;
        }
        CardFace card = by == null ? CardFace.NONE : by.card();
        Money hold = order.terms().hold();
        ParallelGroup group = order.terms().source().parallel();
        String parallelNo = group == null ? null : group.parallelNo();
        if (!order.terms().source().origin().atPile()) {
            write(new PileCommand.StartCharging(order.tradeNo(), order.gun(), hold, card, parallelNo));
            return true;
        }
        if (by != null && by.answer().yes()) {
            write(new PileCommand.AcceptStart(order.tradeNo(), order.gun(), hold, card, parallelNo));
            return true;
        }
        return false;
    }

    /** A stop names a gun, not a charge: one for an order that is over must not end the next driver's. */
    void stop(ChargingOrder order) {
        boolean othersGun = running.on(order.gun())
                .map(RunningOrder::order)
                .filter(other -> !other.id().equals(order.id()))
                .isPresent();
        if (othersGun) {
            LOG.atInfo().addKeyValue("orderId", order.id()).log("no stop: the gun serves another order");
            return;
        }
        stop(order.gun());
    }

    /** Stops whatever runs on a gun that serves no order of ours. */
    void stop(GunId gun) {
        write(new PileCommand.StopCharging(gun));
    }

    void ask(GunId gun) {
        write(new PileCommand.ReadGun(gun));
    }

    private void write(PileCommand command) {
        piles.linkOf(command.pileNo())
                .ifPresentOrElse(
                        link -> link.send(command),
                        () -> LOG.atInfo()
                                .addKeyValue("pileNo", command.pileNo())
                                .addKeyValue("command", command.getClass().getSimpleName())
                                .log("not written: the pile is offline"));
    }
}
