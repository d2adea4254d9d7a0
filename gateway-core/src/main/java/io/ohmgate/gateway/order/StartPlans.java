package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Makes a plan of each wish to start: the guns it needs, new numbers for its orders, and whether its station has room. */
final class StartPlans {
    private final Piles piles;
    private final RunningOrders running;
    private final TradeNumbers tradeNumbers;
    private final RandomGenerator random;

    StartPlans(Piles piles, RunningOrders running, TradeNumbers tradeNumbers, RandomGenerator random) {
        this.piles = piles;
        this.running = running;
        this.tradeNumbers = tradeNumbers;
        this.random = random;
    }

    StartPlan of(StartRequest request, Instant now) {
        GunId second = request.by().otherGun();
        StartPlan.Candidate main = candidate(request.gun(), now);
        OrderTrace trace = request.trace();
        return new StartPlan(
                request,
                main,
                second == null ? null : candidate(second, now),
                hasRoom(main),
                trace == null ? OrderTrace.fresh(random) : trace);
    }

    private StartPlan.Candidate candidate(GunId gun, Instant now) {
        return new StartPlan.Candidate(
                gun, piles.factsOf(gun), OrderId.create(now, random), tradeNumbers.next(gun, now));
    }

    /** A pile's guns share its power: each pile in use counts once. */
    private boolean hasRoom(StartPlan.Candidate wanted) {
        GunFacts facts = wanted.facts().orElse(null);
        OptionalInt capacity = facts == null ? OptionalInt.empty() : piles.capacityWattsOf(facts.stationId());
        if (facts == null || capacity.isEmpty()) {
            return true;
        }
        Map<PileNo, Integer> promised = new HashMap<>();
        promised.put(wanted.gun().pileNo(), facts.ratedWatts());
        for (RunningOrder known : running.all()) {
            GunId gun = known.order().gun();
            if (known.order().terms().stationId() == facts.stationId()) {
                promised.computeIfAbsent(
                        gun.pileNo(),
                        pile -> piles.factsOf(gun).map(GunFacts::ratedWatts).orElse(0));
            }
        }
        return promised.values().stream().mapToLong(Integer::longValue).sum() <= capacity.getAsInt();
    }
}
