package io.ohmgate.gateway.order;

import io.ohmgate.billing.Tariff;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which order a frame belongs to, without asking the database. Active orders by gun (as many as guns), closed ones whose
 * stop is still unproven by gun, and the last {@link #RECENT_MAX} that ended, by trade number. A newer version of an order
 * is never replaced by an older one, in whatever order commits are heard of.
 */
final class RunningOrders {
    static final int RECENT_MAX = 10_000;

    private final ConcurrentNavigableMap<GunId, RunningOrder> active = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<GunId, ChargingOrder> unproven = new ConcurrentSkipListMap<>();
    private final Map<TradeNo, RunningOrder> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TradeNo, RunningOrder> eldest) {
            return size() > RECENT_MAX;
        }
    };
    /** Guarded by {@code recent}, as what it follows from is. */
    private final EndedPartners endedPartners = new EndedPartners();

    Optional<RunningOrder> on(GunId gun) {
        return Optional.ofNullable(active.get(gun));
    }

    /** A closed order on whose account a stop to this gun is still unproven. */
    Optional<ChargingOrder> unprovenStopOn(GunId gun) {
        return Optional.ofNullable(unproven.get(gun));
    }

    Optional<RunningOrder> recent(TradeNo tradeNo) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(tradeNo));
        }
    }

    /** A serial is easily guessed; only the pile it was given to may speak about its order (invariants A11). */
    Optional<ChargingOrder> recentOnPile(PileNo pileNo, TradeNo tradeNo) {
        return recent(tradeNo)
                .map(RunningOrder::order)
                .filter(order -> order.gun().pileNo().equals(pileNo));
    }

    Optional<ChargingOrder> find(GunId gun, TradeNo tradeNo) {
        return on(gun).map(RunningOrder::order)
                .filter(order -> order.tradeNo().equals(tradeNo))
                .or(() -> recentOnPile(gun.pileNo(), tradeNo));
    }

    /** The running order of this number, if it runs on another gun of the same pile. */
    Optional<ChargingOrder> onOtherGun(GunId gun, TradeNo tradeNo) {
        return onPile(gun.pileNo()).stream()
                .map(RunningOrder::order)
                .filter(order -> !order.gun().equals(gun) && order.tradeNo().equals(tradeNo))
                .findFirst();
    }

    Collection<RunningOrder> onPile(PileNo pileNo) {
        return active.subMap(pileNo.gun(1), true, pileNo.gun(GunId.GUN_NO_MAX), true)
                .values();
    }

    Collection<ChargingOrder> unprovenStopsOnPile(PileNo pileNo) {
        return unproven.subMap(pileNo.gun(1), true, pileNo.gun(GunId.GUN_NO_MAX), true)
                .values();
    }

    /** The other guns that charge the same vehicle. */
    List<RunningOrder> partners(ChargingOrder order) {
        ParallelGroup group = order.terms().source().parallel();
        return group == null
                ? List.of()
                : onPile(order.gun().pileNo()).stream()
                        .filter(known ->
                                group.equals(known.order().terms().source().parallel())
                                        && !known.order().id().equals(order.id()))
                        .toList();
    }

    /** The other guns on the same hold, those that have ended with what they spent. */
    List<RunningOrder> sharing(ChargingOrder order) {
        ParallelGroup group = order.terms().source().parallel();
        if (group == null) {
            return List.of();
        }
        Map<OrderId, RunningOrder> all = new LinkedHashMap<>();
        synchronized (recent) {
            endedPartners.of(group).forEach(known -> all.put(known.order().id(), known));
        }
        partners(order).forEach(known -> all.put(known.order().id(), known));
        all.remove(order.id());
        return List.copyOf(all.values());
    }

    /** Groups of which a gun has ended and another has not. */
    int halfEndedGroups() {
        synchronized (recent) {
            return endedPartners.groups();
        }
    }

    List<RunningOrder> parallel() {
        return active.values().stream()
                .filter(known -> known.order().terms().source().parallel() != null)
                .toList();
    }

    /** Those that have a hold of their own. */
    List<RunningOrder> ofDriver(long driverId) {
        return active.values().stream()
                .filter(known -> Objects.equals(known.order().terms().driverId(), driverId)
                        && !known.order().terms().partOf(known.order().id()))
                .toList();
    }

    Collection<RunningOrder> all() {
        return active.values();
    }

    /** A new order with its tariff; a second tap of the same driver may have moved it on already. */
    void opened(ChargingOrder order, @Nullable Tariff tariff) {
        committed(order);
        if (tariff != null) {
            update(order.gun(), order.id(), known -> known.meter() == null ? known.with(tariff) : known);
        }
    }

    /** Takes in what a commit made of an order. */
    void committed(ChargingOrder order) {
        synchronized (recent) {
            RunningOrder over = recent.get(order.tradeNo());
            if (over != null && over.order().version() >= order.version()) {
                return;
            }
            if (order.state().active()) {
                active.merge(order.gun(), RunningOrder.of(order), RunningOrders::newer);
            } else {
                RunningOrder was = active.get(order.gun());
                boolean same = was != null && was.order().id().equals(order.id());
                RunningOrder base = same ? was : over;
                RunningOrder ended = base == null ? RunningOrder.of(order) : base.with(order);
                recent.put(order.tradeNo(), ended);
                endedPartners.over(ended, !partners(order).isEmpty());
                if (same) {
                    active.remove(order.gun(), was);
                    active.computeIfPresent(
                            order.gun(), (gun, now) -> now.order().id().equals(order.id()) ? null : now);
                }
                noteStop(order);
            }
        }
    }

    /** What memory has of some piles, to be compared with the tables: each order's id with its gun. */
    Map<OrderId, GunId> knownOn(Collection<PileNo> piles) {
        Map<OrderId, GunId> known = new LinkedHashMap<>();
        for (PileNo pileNo : piles) {
            onPile(pileNo)
                    .forEach(one -> known.put(one.order().id(), one.order().gun()));
            unprovenStopsOnPile(pileNo).forEach(one -> known.put(one.id(), one.gun()));
        }
        return known;
    }

    /** Forgets an order that has another home now, or that ended elsewhere. */
    void forget(OrderId id, GunId gun) {
        synchronized (recent) {
            active.computeIfPresent(gun, (key, known) -> known.order().id().equals(id) ? null : known);
            unproven.computeIfPresent(gun, (key, known) -> known.id().equals(id) ? null : known);
            recent.values().removeIf(known -> known.order().id().equals(id));
        }
    }

    private void noteStop(ChargingOrder order) {
        StopIntent stop = order.stop();
        if (stop != null && stop.open() && order.state() == OrderState.START_FAILED) {
            unproven.put(order.gun(), order);
        } else {
            unproven.computeIfPresent(order.gun(), (gun, known) -> known.id().equals(order.id()) ? null : known);
        }
    }

    private static RunningOrder newer(RunningOrder known, RunningOrder heard) {
        if (!known.order().id().equals(heard.order().id())) {
            return heard;
        }
        return heard.order().version() > known.order().version() ? known.with(heard.order()) : known;
    }

    /** Changes what memory alone knows of the gun's order; the function is pure. */
    Optional<RunningOrder> update(GunId gun, OrderId id, UnaryOperator<RunningOrder> change) {
        return Optional.ofNullable(active.computeIfPresent(
                gun, (key, known) -> known.order().id().equals(id) ? change.apply(known) : known));
    }

    /** The first {@code limit} orders that are due to be written. */
    List<RunningOrder> unsaved(Predicate<RunningOrder> due, int limit) {
        List<RunningOrder> found = new ArrayList<>();
        for (RunningOrder running : active.values()) {
            if (found.size() < limit && due.test(running)) {
                found.add(running);
            }
        }
        return found;
    }

    void saved(RunningOrder running, Instant at) {
        update(running.order().gun(), running.order().id(), known -> known.saved(at));
    }
}
