package io.ohmgate.api.card;

import io.ohmgate.api.card.StartRulesOfStations.StartRule;
import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.card.Holders;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileCommand.StartRefusedBecause;
import io.ohmgate.gateway.link.PileReport.StartMode;
import io.ohmgate.gateway.link.StartCredential;
import io.ohmgate.gateway.link.StartCredential.VinReading;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whose card or vehicle it is, by the tables. A card or a vehicle's number can be copied, so neither is trusted with more
 * than its owner said: a vehicle starts nothing by itself unless its driver wished so, and both may have a day's cap and
 * a station (invariants 4.1).
 */
public final class StoredHolders implements Holders {
    /** A bill counts as what it came to, an order without one as what it may still come to. */
    private static final String SPENT = """
        SELECT COALESCE(SUM(IF(b.id IS NOT NULL, b.payable_fen,
                   IF(o.state = 'START_FAILED' OR (o.parallel_main IS NOT NULL AND o.parallel_main <> o.id),
                      0, o.hold_fen))), 0) AS spent
          FROM charging_order o LEFT JOIN charging_bill b ON b.order_id = o.id
               AND b.bill_no = (SELECT MAX(m.bill_no) FROM charging_bill m WHERE m.order_id = o.id)
         WHERE o.tenant_id = :tenant AND o.created_at >= :since AND
        """;

    private final Database general;
    private final Cards cards;
    private final Vehicles vehicles;
    private final StartRulesOfStations stations;
    private final ZoneId site;
    private final InstantSource clock;

    public StoredHolders(
            Database general,
            Cards cards,
            Vehicles vehicles,
            StartRulesOfStations stations,
            ZoneId site,
            InstantSource clock) {
        this.general = general;
        this.cards = cards;
        this.vehicles = vehicles;
        this.stations = stations;
        this.site = site;
        this.clock = clock;
    }

    @Override
    public Mono<Finding> find(Place place, StartMode mode, StartCredential shown) {
        return switch (mode) {
            case CARD -> stations.of(place.tenantId(), place.stationId()).flatMap(rule -> card(place, rule, shown));
            case VIN -> stations.of(place.tenantId(), place.stationId()).flatMap(rule -> vehicle(place, rule, shown));
            // The book itself declares accounts not supported (ykc.md 7.4).
            case ACCOUNT, OTHER -> nobody(StartRefusedBecause.ACCOUNT_UNKNOWN);
        };
    }

    private Mono<Finding> card(Place place, StartRule rule, StartCredential shown) {
        String wire = shown.cardNo();
        if (!rule.takesCards()) {
            return nobody(StartRefusedBecause.CARDS_NOT_SUPPORTED);
        }
        return wire == null
                ? nobody(StartRefusedBecause.ACCOUNT_UNKNOWN)
                : cards.shown(general.sql(), place.tenantId(), wire)
                        .flatMap(card -> checked(place, card, shown))
                        .switchIfEmpty(Mono.defer(() -> nobody(StartRefusedBecause.ACCOUNT_UNKNOWN)));
    }

    private Mono<Finding> checked(Place place, Card card, StartCredential shown) {
        Long driver = card.driverId();
        if (driver == null) {
            return nobody(StartRefusedBecause.ACCOUNT_UNKNOWN);
        }
        if (card.state() == Card.State.BLOCKED) {
            return nobody(StartRefusedBecause.ACCOUNT_FROZEN);
        }
        Long only = card.stationId();
        if (only != null && only != place.stationId()) {
            return nobody(StartRefusedBecause.NOT_ALLOWED_HERE);
        }
        // A card with a password is never enough alone, whatever the pile asked for.
        boolean password = shown.passwordNeeded() || card.hasPassword();
        Mono<Boolean> fits = password ? cards.passwordFits(card, shown.passwordDigest()) : Mono.just(true);
        return fits.flatMap(yes -> yes
                ? left(place.tenantId(), "o.card_id = :id", card.id(), card.dailyCapFen())
                        .map(left -> (Finding) new Holder(
                                driver,
                                OrderSource.ofCard(OrderOrigin.CARD, card.id()),
                                Cards.face(card),
                                left.orElse(null),
                                null))
                : nobody(StartRefusedBecause.WRONG_PASSWORD));
    }

    private Mono<Finding> vehicle(Place place, StartRule rule, StartCredential shown) {
        if (!rule.takesVehicles()) {
            return nobody(StartRefusedBecause.NOT_ALLOWED_HERE);
        }
        return Flux.fromIterable(shown.vins())
                .concatMap(reading ->
                        vehicles.plugged(place.tenantId(), reading.vin()).map(vehicle -> new Read(vehicle, reading)))
                .next()
                .flatMap(read -> left(
                                place.tenantId(),
                                "o.vehicle_id = :id",
                                read.vehicle().id(),
                                read.vehicle().dailyCapFen())
                        .map(left -> holder(read, left.orElse(null))))
                .switchIfEmpty(Mono.defer(() -> nobody(StartRefusedBecause.VIN_UNKNOWN)));
    }

    private record Read(Vehicle vehicle, VinReading reading) {}

    private static Finding holder(Read read, @Nullable Money left) {
        return new Holder(
                read.vehicle().driverId(),
                OrderSource.ofVehicle(read.vehicle().id()),
                CardFace.NONE,
                left,
                read.reading().reversed());
    }

    /** What today's cap leaves; empty without a cap. */
    private Mono<Optional<Money>> left(long tenantId, String whose, long id, @Nullable Long capFen) {
        if (capFen == null) {
            return Mono.just(Optional.empty());
        }
        Instant today =
                clock.instant().atZone(site).toLocalDate().atStartOfDay(site).toInstant();
        return general.sql()
                .sql(SPENT + whose)
                .bind("tenant", tenantId)
                .bind("since", today)
                .bind("id", id)
                .map(row -> Optional.of(new Money(capFen - new Columns(row).number("spent"))))
                .one();
    }

    private static Mono<Finding> nobody(StartRefusedBecause reason) {
        return Mono.just(new Nobody(reason));
    }
}
