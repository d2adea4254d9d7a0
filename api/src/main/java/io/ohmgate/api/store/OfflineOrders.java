package io.ohmgate.api.store;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OfflineCharges;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.record.SettlementFacts.CardStanding;
import io.ohmgate.gateway.record.SettlementFacts.GunPlace;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Orders made from the records of cards that piles accepted on their own (离线卡, ykc.md 7.7). The serial is the pile's, the
 * driver is the card's, the price is the one that the pile held then. What nobody can be found for stays an orphan.
 */
public final class OfflineOrders {
    private static final String RECORD = "SELECT protocol, frame FROM txn_record WHERE id = :id";

    /** A pile that confirmed a version charges by it until it confirms another. */
    private static final String HELD = """
        SELECT tariff_version_id FROM pile_tariff_held
         WHERE pile_no = :pileNo AND since <= :at ORDER BY since DESC, id DESC LIMIT 1
        """;

    private final Owners owners;
    private final RandomGenerator random;
    private final ZoneId site;

    public OfflineOrders(Owners owners, RandomGenerator random, ZoneId site) {
        this.owners = owners;
        this.random = random;
        this.site = site;
    }

    /** Finds whose card it was. */
    public interface Owners {
        /** Nobody's cards are known. */
        Owners NOBODY = new Owners() {
            @Override
            public Mono<Owner> ownerOf(
                    DatabaseClient sql, long tenantId, String protocol, byte[] frame, Instant chargedAt) {
                return Mono.empty();
            }

            @Override
            public Mono<CardStanding> standing(
                    DatabaseClient sql, ChargingOrder order, Instant chargedAt, boolean dayKnown) {
                return Mono.just(new CardStanding(List.of(), null));
            }
        };

        /**
         * Empty if the frame names no card of the tenant that may charge, or one that was not with its driver then. Reads
         * within the caller's transaction.
         */
        Mono<Owner> ownerOf(DatabaseClient sql, long tenantId, String protocol, byte[] frame, Instant chargedAt);

        /**
         * What speaks for and against the order's card having been shown to the pile: the pile's word alone is not enough.
         * {@code dayKnown} is whether the moment is the pile's own, and was believed. Reads within the caller's transaction.
         */
        Mono<CardStanding> standing(DatabaseClient sql, ChargingOrder order, Instant chargedAt, boolean dayKnown);
    }

    /** What a pile may be believed about the order's card; empty if no pile started the order by a card on its own. */
    Mono<Optional<CardStanding>> standing(DatabaseClient sql, @Nullable ChargingOrder order, RecordRow row) {
        return order == null || order.terms().source().origin() != OrderOrigin.OFFLINE_CARD
                ? Mono.just(Optional.empty())
                : owners.standing(sql, order, chargedAt(row), isDayKnown(row)).map(Optional::of);
    }

    private Instant chargedAt(RecordRow row) {
        return OfflineCharges.pricedAt(row.fields(), row.receivedAt(), site);
    }

    private boolean isDayKnown(RecordRow row) {
        LocalDateTime began = row.fields().startedAt();
        return began != null && began.atZone(site).toInstant().equals(chargedAt(row));
    }

    /** A card and its driver. */
    public record Owner(long driverId, long cardId) {}

    /** The new order that a record asks for, already inserted; empty if it is for no card of ours. */
    Mono<ChargingOrder> orderOf(DatabaseClient sql, long recordId, Instant now) {
        return RecordRow.read(sql, recordId)
                .filter(row -> row.first() && row.fields().startedBy() == ChargeRecord.StartedBy.OFFLINE_CARD)
                .flatMap(row -> {
                    GunPlace place = row.place();
                    return place == null ? Mono.empty() : orderOf(sql, recordId, row, place, now);
                });
    }

    private Mono<ChargingOrder> orderOf(DatabaseClient sql, long recordId, RecordRow row, GunPlace place, Instant now) {
        return sql.sql(RECORD)
                .bind("id", recordId)
                .map(kept -> owners.ownerOf(
                        sql,
                        place.tenantId(),
                        Columns.text(kept, "protocol"),
                        Columns.bytes(kept, "frame"),
                        chargedAt(row)))
                .one()
                .flatMap(found -> found)
                .flatMap(owner -> tariffHeld(sql, row)
                        .map(version -> open(row, place, owner, version, now))
                        .switchIfEmpty(Mono.fromSupplier(() -> open(row, place, owner, null, now))))
                .flatMap(order -> OrderRows.insert(sql, order)
                        .then(OrderSteps.opened(sql, order, OfflineCharges.EVENT, now))
                        .thenReturn(order));
    }

    private Mono<Long> tariffHeld(DatabaseClient sql, RecordRow row) {
        return sql.sql(HELD)
                .bind("pileNo", row.fields().gun().pileNo().digits())
                .bind("at", Columns.storable(chargedAt(row)))
                .map(held -> Columns.number(held, "tariff_version_id"))
                .one();
    }

    private ChargingOrder open(RecordRow row, GunPlace place, Owner owner, @Nullable Long tariff, Instant now) {
        ChargeRecord record = row.fields();
        OrderTerms terms = new OrderTerms(
                place.tenantId(),
                place.stationId(),
                record.gun(),
                record.tradeNo(),
                owner.driverId(),
                null,
                tariff,
                Money.ZERO,
                new ChargeLimit.Full(),
                false,
                now,
                OrderSource.ofCard(OrderOrigin.OFFLINE_CARD, owner.cardId()));
        return OfflineCharges.open(OrderId.create(now, random), terms, now);
    }
}
