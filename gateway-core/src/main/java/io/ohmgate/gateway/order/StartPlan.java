package io.ohmgate.gateway.order;

import io.ohmgate.gateway.order.StartDecision.Answer;
import io.ohmgate.gateway.order.StartDecision.Open;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guns a start is for, with what is known of them, and the numbers their orders would get. Two guns (并充) are opened
 * together under the rules of one, or not at all: the second order is a part of the first.
 */
record StartPlan(
        StartRequest request, Candidate main, @Nullable Candidate other, boolean stationHasRoom, OrderTrace trace) {
    /** A parallel number is the second of the trade number. */
    private static final int SECOND_FROM = 16;

    private static final int SECOND_TO = 28;

    /** One gun. */
    record Candidate(GunId gun, Optional<GunFacts> facts, OrderId id, TradeNo tradeNo) {}

    StartDecision decide(StartRules rules, StartFacts facts, Instant now) {
        StartDecision one = rules.decide(request, main.facts(), facts, main.id(), main.tradeNo(), now);
        if (!(one instanceof Open open)) {
            return one;
        }
        Candidate second = other;
        if (second != null) {
            Optional<StartRefusal> refusal = refusalOf(second);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
        }
        if (!stationHasRoom) {
            return refused(StartRefusal.STATION_AT_CAPACITY);
        }
        return second == null
                ? new Open(ChargingOrder.open(main.id(), traced(open)), open.parts(), open.timers())
                : both(open, second);
    }

    private Optional<StartRefusal> refusalOf(Candidate second) {
        boolean twoOfOnePile = second.gun().pileNo().equals(main.gun().pileNo())
                && !second.gun().equals(main.gun());
        return twoOfOnePile
                ? StartRules.refusalOf(second.facts(), request.on(second.gun()))
                : Optional.of(StartRefusal.NOT_PARALLEL);
    }

    private StartDecision both(Open open, Candidate second) {
        String given = request.by().parallelNo();
        ParallelGroup group = new ParallelGroup(
                given == null ? main.tradeNo().digits().substring(SECOND_FROM, SECOND_TO) : given, main.id());
        OrderTerms terms = traced(open);
        OrderTerms part = new OrderTerms(
                terms.tenantId(),
                terms.stationId(),
                second.gun(),
                second.tradeNo(),
                terms.driverId(),
                null,
                terms.tariffVersionId(),
                terms.hold(),
                terms.limit(),
                false,
                terms.createdAt(),
                terms.source().in(group),
                trace);
        return new Open(
                ChargingOrder.open(main.id(), terms.in(group)),
                List.of(ChargingOrder.open(second.id(), part)),
                open.timers());
    }

    private OrderTerms traced(Open open) {
        return open.order().terms().traced(trace);
    }

    private static Answer refused(StartRefusal refusal) {
        return new Answer(new StartOutcome.Refused(refusal));
    }
}
