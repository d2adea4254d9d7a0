package io.ohmgate.api.http.order;

import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.BenchTables;
import io.ohmgate.api.store.BenchTables.AbnormalOrder;
import io.ohmgate.api.store.BenchTables.RecordOfOrder;
import io.ohmgate.api.store.DecisionTables;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.TariffTables;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Estimate;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows abnormal orders with everything beside them that a person decides by. */
@Component
class AbnormalOrders {
    private final BenchTables bench;
    private final DecisionTables decisions;
    private final OrderLists orders;
    private final TariffTables tariffs;
    private final OrderAnswers views;
    private final ZoneId site;

    AbnormalOrders(
            BenchTables bench,
            DecisionTables decisions,
            OrderLists orders,
            TariffTables tariffs,
            OrderAnswers views,
            @Value("${ohmgate.site-zone:Asia/Shanghai}") ZoneId site) {
        this.bench = bench;
        this.decisions = decisions;
        this.orders = orders;
        this.tariffs = tariffs;
        this.views = views;
        this.site = site;
    }

    Mono<AbnormalOrderView> brief(AbnormalOrder abnormal) {
        return estimate(abnormal.order()).map(estimate -> view(abnormal, estimate.orElse(null)));
    }

    Mono<AbnormalOrderDetail> whole(Caller.Staff me, OrderId id) {
        return bench.abnormalOrder(Scopes.of(me), id)
                .flatMap(abnormal ->
                        estimate(abnormal.order()).flatMap(estimate -> whole(me, abnormal, estimate.orElse(null))));
    }

    private Mono<AbnormalOrderDetail> whole(Caller.Staff me, AbnormalOrder abnormal, @Nullable Estimate estimate) {
        OrderId id = abnormal.order().id();
        return Mono.zip(
                        bench.recordsOf(Scopes.of(me), id)
                                .map(record -> beside(record, estimate))
                                .collectList(),
                        decisions
                                .of(Scopes.of(me), id)
                                .map(AbnormalOrderDetail.DecisionView::of)
                                .collectList(),
                        decisions
                                .proposalsOf(Scopes.of(me), id)
                                .map(AbnormalOrderDetail.ProposalView::of)
                                .collectList(),
                        orders.history(Scopes.of(me), id)
                                .map(StaffOrderView.Step::of)
                                .collectList())
                .map(parts -> new AbnormalOrderDetail(
                        view(abnormal, estimate), parts.getT1(), parts.getT2(), parts.getT3(), parts.getT4()));
    }

    private Mono<Optional<Estimate>> estimate(ChargingOrder order) {
        Long version = order.terms().tariffVersionId();
        return version == null
                ? Mono.just(Optional.empty())
                : tariffs.find(version)
                        .map(tariff -> Estimate.of(order, tariff, site))
                        .defaultIfEmpty(Optional.empty());
    }

    private AbnormalOrderView view(AbnormalOrder abnormal, @Nullable Estimate estimate) {
        Long record = abnormal.recordId();
        Money proposed = abnormal.proposed();
        return new AbnormalOrderView(
                views.row(abnormal.order()),
                codes(abnormal).stream().map(BenchReason::inWords).toList(),
                proposed == null ? null : proposed.fen(),
                estimate == null ? null : AbnormalOrderView.EstimateView.of(estimate),
                proposed == null || estimate == null
                        ? null
                        : proposed.minus(estimate.bill().payable()).fen(),
                record == null ? null : Long.toString(record));
    }

    /** What its record was held for; without one, what the order itself says. */
    private static List<String> codes(AbnormalOrder abnormal) {
        if (!abnormal.reasons().isEmpty()) {
            return abnormal.reasons();
        }
        OrderState state = abnormal.order().state();
        OrderEnd end = abnormal.order().end();
        return switch (state) {
            case AWAITING_RECORD -> List.of(BenchReason.RECORD_OVERDUE.name());
            case NEEDS_PERSON -> List.of(BenchReason.NO_RECORD_IN_TIME.name());
            case IN_REVIEW -> end == null ? List.of() : List.of(end.reason().name());
            case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING, START_FAILED, SETTLED -> List.of();
        };
    }

    private static AbnormalOrderDetail.RecordBeside beside(RecordOfOrder beside, @Nullable Estimate estimate) {
        Money ours = beside.ours();
        String why = beside.record().reason();
        return new AbnormalOrderDetail.RecordBeside(
                KeptRecordView.of(beside.record()),
                why == null
                        ? List.of()
                        : Arrays.stream(why.split(","))
                                .map(BenchReason::inWords)
                                .toList(),
                ours == null ? null : ours.fen(),
                ours == null
                        ? null
                        : beside.record().pileAmount().toMoney().minus(ours).fen(),
                ours == null || estimate == null
                        ? null
                        : ours.minus(estimate.bill().payable()).fen());
    }
}
