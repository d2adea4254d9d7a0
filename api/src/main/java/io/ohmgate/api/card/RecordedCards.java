package io.ohmgate.api.card;

import io.netty.buffer.Unpooled;
import io.ohmgate.api.db.Columns;
import io.ohmgate.api.store.OfflineOrders;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.record.Settlement;
import io.ohmgate.gateway.record.SettlementFacts.CardStanding;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.session.YkcProtocol;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Whose card a record names. The number is read from the kept frame when it is needed, so that it stands in no column of
 * its own. A card that is blocked, or nobody's, has no owner: a person decides who pays. And a pile's word that a card was
 * shown to it is checked with what we know: whether it was given the card, whether the station takes it, and its day's cap.
 */
public final class RecordedCards implements OfflineOrders.Owners {
    private static final int TYPE_OFFSET = 5;

    /** A pile's clock and ours may be this far apart. */
    private static final Duration CLOCKS_APART_MAX = Duration.ofHours(24);

    private static final String STANDING = """
        SELECT c.daily_cap_fen, c.station_id, COALESCE(r.takes_cards, TRUE) AS takes_cards,
               (SELECT COUNT(*) FROM pile_card_span s
                 WHERE s.pile_no = :pile AND s.card_id = c.id AND s.known_from <= :latest
                   AND (s.known_until IS NULL OR s.known_until >= :earliest)) AS spans
          FROM charging_card c LEFT JOIN station_start_rule r ON r.station_id = :station
         WHERE c.id = :card AND c.tenant_id = :tenant
        """;

    /** Starts that the platform allowed count on the day they were opened, offline ones on the pile's own day. */
    private static final String SPENT = """
        SELECT COALESCE(SUM(IF(b.id IS NOT NULL, b.payable_fen,
                   IF(o.state = 'START_FAILED' OR (o.parallel_main IS NOT NULL AND o.parallel_main <> o.id),
                      0, o.hold_fen))), 0) AS spent
          FROM charging_order o
          LEFT JOIN charging_bill b ON b.order_id = o.id
               AND b.bill_no = (SELECT MAX(m.bill_no) FROM charging_bill m WHERE m.order_id = o.id)
          LEFT JOIN txn_record r ON r.id = b.record_id
         WHERE o.tenant_id = :tenant AND o.card_id = :card AND o.id <> :order
           AND ((o.origin <> 'OFFLINE_CARD' AND o.created_at >= :from AND o.created_at < :to)
             OR (o.origin = 'OFFLINE_CARD' AND r.started_at >= :localFrom AND r.started_at < :localTo))
        """;

    private final Cards cards;
    private final ZoneId site;

    public RecordedCards(Cards cards, ZoneId site) {
        this.cards = cards;
        this.site = site;
    }

    @Override
    public Mono<OfflineOrders.Owner> ownerOf(
            DatabaseClient sql, long tenantId, String protocol, byte[] frame, Instant chargedAt) {
        return Mono.justOrEmpty(cardIn(protocol, frame))
                .flatMap(wire -> cards.shown(sql, tenantId, wire))
                .filter(card -> card.state() == Card.State.ACTIVE)
                .filterWhen(card -> cards.wasWithItsDriver(sql, card.id(), chargedAt))
                .flatMap(card -> {
                    Long driver = card.driverId();
                    return driver == null ? Mono.empty() : Mono.just(new OfflineOrders.Owner(driver, card.id()));
                });
    }

    @Override
    public Mono<CardStanding> standing(DatabaseClient sql, ChargingOrder order, Instant chargedAt, boolean dayKnown) {
        OrderTerms terms = order.terms();
        long cardId = Objects.requireNonNull(terms.source().cardId(), "an offline charge has its card");
        return sql.sql(STANDING)
                .bind("pile", order.gun().pileNo().digits())
                .bind("latest", chargedAt.plus(CLOCKS_APART_MAX))
                .bind("earliest", chargedAt.minus(CLOCKS_APART_MAX))
                .bind("station", terms.stationId())
                .bind("card", cardId)
                .bind("tenant", terms.tenantId())
                .map(row -> Found.of(new Columns(row), terms.stationId()))
                .one()
                .flatMap(found -> left(sql, order, cardId, found.capFen(), chargedAt, dayKnown)
                        .map(left -> new CardStanding(found.doubts(), left.orElse(null))));
    }

    private record Found(
            List<Settlement.Reason> doubts, @Nullable Long capFen) {
        static Found of(Columns row, long stationId) {
            Long only = row.numberOrNull("station_id");
            List<Settlement.Reason> doubts = new ArrayList<>();
            if (row.number("spans") == 0) {
                doubts.add(Settlement.Reason.CARD_NOT_ON_PILE);
            }
            if (row.number("takes_cards") == 0 || (only != null && only != stationId)) {
                doubts.add(Settlement.Reason.CARD_NOT_TAKEN_HERE);
            }
            return new Found(doubts, row.numberOrNull("daily_cap_fen"));
        }
    }

    /** What the card's cap leaves of that day; nothing of a day that nobody knows; empty without a cap. */
    private Mono<Optional<Money>> left(
            DatabaseClient sql,
            ChargingOrder order,
            long cardId,
            @Nullable Long capFen,
            Instant chargedAt,
            boolean dayKnown) {
        if (capFen == null || !dayKnown) {
            return Mono.just(capFen == null ? Optional.empty() : Optional.of(Money.ZERO));
        }
        LocalDate day = chargedAt.atZone(site).toLocalDate();
        return sql.sql(SPENT)
                .bind("tenant", order.terms().tenantId())
                .bind("card", cardId)
                .bind("order", order.id().text())
                .bind("from", day.atStartOfDay(site).toInstant())
                .bind("to", day.plusDays(1).atStartOfDay(site).toInstant())
                .bind("localFrom", day.atStartOfDay())
                .bind("localTo", day.plusDays(1).atStartOfDay())
                .map(row -> Optional.of(new Money(capFen - new Columns(row).number("spent"))))
                .one();
    }

    private static Optional<String> cardIn(String protocol, byte[] frame) {
        if (!protocol.equals(YkcProtocol.NAME) || frame.length <= Frame.OVERHEAD) {
            return Optional.empty();
        }
        Decoded decoded = Decoded.of(
                frame[TYPE_OFFSET] & 0xFF,
                Unpooled.wrappedBuffer(frame, Frame.BODY_OFFSET, frame.length - Frame.OVERHEAD));
        return decoded instanceof Decoded.Understood understood && understood.message() instanceof TradeReport report
                ? Optional.ofNullable(report.physicalCardNo())
                : Optional.empty();
    }
}
