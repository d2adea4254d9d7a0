package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderNotices;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderService;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Takes people's decisions about abnormal orders, and tells the orders and the world after the commit. */
public final class Bench {
    private final BenchStore store;
    private final BenchRules rules;
    private final OrderService orders;
    private final OrderNotices notices;
    private final InstantSource clock;

    public Bench(BenchStore store, BenchRules rules, OrderService orders, OrderNotices notices, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.orders = orders;
        this.notices = notices;
        this.clock = clock;
    }

    /** One call: whose, about which order, and the key by which it decides only once. */
    public record Call(long tenantId, OrderId orderId, String key, String by, String reason) {}

    /** Empty if the tenant has no such order. */
    public Mono<BenchVerdict> decide(Call call, BenchChoice choice) {
        return store.decide(
                        call, choice, facts -> rules.decide(facts, choice, call.by(), call.reason(), clock.instant()))
                .doOnNext(this::tell);
    }

    /** A second person agrees to what waits. Empty if the tenant has no such order or proposal. */
    public Mono<BenchVerdict> approve(long tenantId, OrderId orderId, long proposalId, String by) {
        return store.approve(
                        tenantId,
                        orderId,
                        proposalId,
                        by,
                        (proposal, facts) -> rules.approved(facts, proposal, clock.instant()))
                .doOnNext(this::tell);
    }

    /** Anybody who may decide may say no, also who proposed it. Whether there was something to say no to. */
    public Mono<Boolean> reject(long tenantId, OrderId orderId, long proposalId, String by) {
        return store.reject(tenantId, orderId, proposalId, by);
    }

    private void tell(BenchVerdict verdict) {
        if (verdict instanceof BenchVerdict.Decided decided) {
            orders.committed(decided.step());
            OrderRef order = OrderRef.of(decided.step().order());
            Money payable = decided.posting().bill().payable();
            notices.tell(new OrderNotice.OrderDecided(order, decided.kind().name(), payable, clock.instant()));
        }
    }
}
