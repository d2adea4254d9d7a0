package io.ohmgate.api.card;

import io.netty.buffer.Unpooled;
import io.ohmgate.api.store.OfflineOrders;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.TradeReport;
import io.ohmgate.ykc.session.YkcProtocol;
import java.time.Instant;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Whose card a record names. The number is read from the kept frame when it is needed, so that it stands in no column of
 * its own. A card that is blocked, or nobody's, has no owner: a person decides who pays.
 */
public final class RecordedCards implements OfflineOrders.Owners {
    private static final int TYPE_OFFSET = 5;

    private final Cards cards;

    public RecordedCards(Cards cards) {
        this.cards = cards;
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
