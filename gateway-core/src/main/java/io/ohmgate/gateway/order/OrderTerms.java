package io.ohmgate.gateway.order;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed when the order was opened; only the {@code hold} may grow, when the driver's wallet is credited while it
 * charges. {@code driverId}, {@code tariffVersionId} and
 * {@code idempotencyKey} are null only for an orphan, which was made from a record that no order asked for.
 */
public record OrderTerms(
        long tenantId,
        long stationId,
        GunId gun,
        TradeNo tradeNo,
        @Nullable Long driverId,
        @Nullable String idempotencyKey,
        @Nullable Long tariffVersionId,
        Money hold,
        ChargeLimit limit,
        boolean orphan,
        Instant createdAt,
        OrderSource source,
        @Nullable OrderTrace trace) {
    public static final int IDEMPOTENCY_KEY_MAX = 64;

    /** For an order that no trace is told of yet. */
    public OrderTerms(
            long tenantId,
            long stationId,
            GunId gun,
            TradeNo tradeNo,
            @Nullable Long driverId,
            @Nullable String idempotencyKey,
            @Nullable Long tariffVersionId,
            Money hold,
            ChargeLimit limit,
            boolean orphan,
            Instant createdAt,
            OrderSource source) {
        this(
                tenantId,
                stationId,
                gun,
                tradeNo,
                driverId,
                idempotencyKey,
                tariffVersionId,
                hold,
                limit,
                orphan,
                createdAt,
                source,
                null);
    }

    /** For an order of the app, or an orphan. */
    public OrderTerms(
            long tenantId,
            long stationId,
            GunId gun,
            TradeNo tradeNo,
            @Nullable Long driverId,
            @Nullable String idempotencyKey,
            @Nullable Long tariffVersionId,
            Money hold,
            ChargeLimit limit,
            boolean orphan,
            Instant createdAt) {
        this(
                tenantId,
                stationId,
                gun,
                tradeNo,
                driverId,
                idempotencyKey,
                tariffVersionId,
                hold,
                limit,
                orphan,
                createdAt,
                orphan ? OrderSource.RECORD : OrderSource.APP);
    }

    OrderTerms withHold(Money raised) {
        return with(raised, source, trace);
    }

    OrderTerms in(ParallelGroup group) {
        return with(hold, source.in(group), trace);
    }

    OrderTerms traced(OrderTrace begun) {
        return with(hold, source, begun);
    }

    /** An orphan that has found its driver, and the prices that the charge had. */
    OrderTerms assignedTo(long driver, @Nullable Long tariffVersion) {
        return with(driver, tariffVersion, hold, source, trace);
    }

    private OrderTerms with(Money held, OrderSource from, @Nullable OrderTrace told) {
        return with(driverId, tariffVersionId, held, from, told);
    }

    private OrderTerms with(
            @Nullable Long driver,
            @Nullable Long tariffVersion,
            Money held,
            OrderSource from,
            @Nullable OrderTrace told) {
        return new OrderTerms(
                tenantId,
                stationId,
                gun,
                tradeNo,
                driver,
                idempotencyKey,
                tariffVersion,
                held,
                limit,
                orphan,
                createdAt,
                from,
                told);
    }

    /** Whether the driver is shown another order instead, of which this one is a part. */
    public boolean partOf(OrderId id) {
        return source.parallel() != null && !source.parallel().main().equals(id);
    }
}
