package io.ohmgate.api.card;

import io.ohmgate.api.account.PersonalData;
import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.security.RandomIds;
import io.ohmgate.gateway.link.CardFace;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The cards of a tenant. */
@Component
public class Cards {
    private static final String SELECT = """
        SELECT c.id, c.public_id, c.tenant_id, c.card_hash, c.card_encrypted, c.printed_encrypted, c.password_hash,
               c.driver_id, c.state, c.state_reason, c.state_since, c.daily_cap_fen, c.station_id, c.created_at
          FROM charging_card c
        """;

    private static final String INSERT = """
        INSERT INTO charging_card
               (tenant_id, public_id, card_hash, card_encrypted, printed_encrypted, password_hash, driver_id, state,
                state_since, daily_cap_fen, station_id, created_at)
        VALUES (:tenant, :publicId, :hash, :number, :printed, :password, :driver, 'ACTIVE', :now, :cap, :station, :now)
        """;

    private final Database general;
    private final PersonalData personal;
    private final RandomIds ids;
    private final InstantSource clock;

    public Cards(Database general, PersonalData personal, RandomIds ids, InstantSource clock) {
        this.general = general;
        this.personal = personal;
        this.ids = ids;
        this.clock = clock;
    }

    /** A card to be. The number is as {@link CardNumbers#parse} gives it. */
    public record NewCard(
            String number,
            @Nullable String printedNo,
            @Nullable String password,
            @Nullable Long driverId,
            @Nullable Long dailyCapFen,
            @Nullable Long stationId) {
        @Override
        public String toString() {
            return "NewCard";
        }
    }

    /** Fails with a duplicate key if the tenant has the number. */
    public Mono<Card> create(long tenantId, NewCard card) {
        String publicId = ids.publicId();
        GenericExecuteSpec insert = general.sql()
                .sql(INSERT)
                .bind("tenant", tenantId)
                .bind("publicId", publicId)
                .bind("hash", hash(card.number()))
                .bind("number", personal.encrypt(card.number(), context(publicId)))
                .bind("now", clock.instant());
        String printed = card.printedNo();
        String password = card.password();
        insert = bind(
                insert, "printed", printed == null ? null : personal.encrypt(printed, context(publicId)), byte[].class);
        insert = bind(
                insert,
                "password",
                password == null ? null : passwordHash(publicId, CardNumbers.digestOf(password)),
                byte[].class);
        insert = bind(insert, "driver", card.driverId(), Long.class);
        insert = bind(insert, "cap", card.dailyCapFen(), Long.class);
        insert = bind(insert, "station", card.stationId(), Long.class);
        return insert.then().then(find(tenantId, publicId));
    }

    public Mono<Card> find(long tenantId, String publicId) {
        return general.sql()
                .sql(SELECT + " WHERE c.tenant_id = :tenant AND c.public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .map(this::read)
                .one();
    }

    /** Oldest first; of one driver if one is given. */
    public Flux<Card> list(long tenantId, @Nullable Long driverId, long afterId, int limit) {
        GenericExecuteSpec select = general.sql()
                .sql(SELECT + " WHERE c.tenant_id = :tenant AND c.id > :after"
                        + (driverId == null ? "" : " AND c.driver_id = :driver") + " ORDER BY c.id LIMIT :limit")
                .bind("tenant", tenantId)
                .bind("after", afterId)
                .bind("limit", limit);
        return (driverId == null ? select : select.bind("driver", driverId))
                .map(this::read)
                .all();
    }

    /** Gives the card to a driver, or takes it from whoever has it. */
    public Mono<Card> bind(long tenantId, String publicId, @Nullable Long driverId) {
        GenericExecuteSpec update = general.sql()
                // From left to right: the moment is kept as long as the driver stays the same.
                .sql("UPDATE charging_card SET driver_since = IF(driver_id <=> :driver, driver_since, :now),"
                        + " driver_id = :driver WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .bind("now", clock.instant());
        return bind(update, "driver", driverId, Long.class).then().then(find(tenantId, publicId));
    }

    /** Whether the card was with the driver it is with now at that moment. Reads within the caller's transaction. */
    Mono<Boolean> wasWithItsDriver(DatabaseClient sql, long cardId, Instant at) {
        return sql.sql("SELECT driver_since IS NULL OR driver_since <= :at AS was FROM charging_card WHERE id = :id")
                .bind("id", cardId)
                .bind("at", at)
                .map(row -> new Columns(row).number("was") != 0)
                .one();
    }

    public Mono<Card> limit(long tenantId, String publicId, @Nullable Long dailyCapFen) {
        GenericExecuteSpec update = general.sql()
                .sql("UPDATE charging_card SET daily_cap_fen = :cap WHERE tenant_id = :tenant AND public_id = :id")
                .bind("tenant", tenantId)
                .bind("id", publicId);
        return bind(update, "cap", dailyCapFen, Long.class).then().then(find(tenantId, publicId));
    }

    /** Blocked from this moment on; again changes neither moment nor reason. */
    public Mono<Card> block(long tenantId, String publicId, String reason) {
        return general.sql()
                .sql("UPDATE charging_card SET state = 'BLOCKED', state_reason = :reason, state_since = :now"
                        + " WHERE tenant_id = :tenant AND public_id = :id AND state = 'ACTIVE'")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .then()
                .then(find(tenantId, publicId));
    }

    public Mono<Card> unblock(long tenantId, String publicId) {
        return general.sql()
                .sql("UPDATE charging_card SET state = 'ACTIVE', state_reason = NULL, state_since = :now"
                        + " WHERE tenant_id = :tenant AND public_id = :id AND state = 'BLOCKED'")
                .bind("tenant", tenantId)
                .bind("id", publicId)
                .bind("now", clock.instant())
                .then()
                .then(find(tenantId, publicId));
    }

    /** The card that may stop what the driver's app starts (交叉停机): the oldest that works. */
    public Mono<CardFace> faceOf(long tenantId, long driverId) {
        return list(tenantId, driverId, 0, 10)
                .filter(card -> card.state() == Card.State.ACTIVE)
                .next()
                .map(Cards::face);
    }

    public static CardFace face(Card card) {
        return new CardFace(Objects.requireNonNullElse(card.printedNo(), "0"), card.number());
    }

    /** The card that a pile means, by the first reading that is known; within the caller's transaction if there is one. */
    Mono<Card> shown(DatabaseClient sql, long tenantId, String wire) {
        List<byte[]> hashes =
                CardNumbers.readings(wire).stream().map(this::hash).toList();
        if (hashes.isEmpty()) {
            return Mono.empty();
        }
        StringBuilder in = new StringBuilder(":h0");
        StringBuilder order = new StringBuilder("CASE c.card_hash WHEN :h0 THEN 0");
        for (int i = 1; i < hashes.size(); i++) {
            in.append(", :h").append(i);
            order.append(" WHEN :h").append(i).append(" THEN ").append(i);
        }
        GenericExecuteSpec select = sql.sql(SELECT + " WHERE c.tenant_id = :tenant AND c.card_hash IN (" + in
                        + ") ORDER BY " + order + " END LIMIT 1")
                .bind("tenant", tenantId);
        for (int i = 0; i < hashes.size(); i++) {
            select = select.bind("h" + i, hashes.get(i));
        }
        return select.map(this::read).one();
    }

    Mono<Boolean> passwordFits(Card card, @Nullable String digest) {
        return digest == null
                ? Mono.just(false)
                : general.sql()
                        .sql("SELECT COUNT(*) AS fits FROM charging_card WHERE id = :id AND password_hash = :hash")
                        .bind("id", card.id())
                        .bind("hash", passwordHash(card.publicId(), digest))
                        .map(row -> new Columns(row).number("fits") == 1)
                        .one();
    }

    private byte[] hash(String number) {
        return personal.hash("card", number);
    }

    private byte[] passwordHash(String publicId, String digest) {
        return personal.hash("card.password:" + publicId, digest);
    }

    private static String context(String publicId) {
        return "card:" + publicId;
    }

    Card read(Readable readable) {
        Columns row = new Columns(readable);
        String publicId = row.text("public_id");
        byte[] printed = readable.get("printed_encrypted", byte[].class);
        return new Card(
                row.number("id"),
                publicId,
                row.number("tenant_id"),
                personal.decrypt(row.bytes("card_encrypted"), context(publicId)),
                printed == null ? null : personal.decrypt(printed, context(publicId)),
                row.numberOrNull("driver_id"),
                Card.State.valueOf(row.text("state")),
                row.textOrNull("state_reason"),
                row.time("state_since"),
                readable.get("password_hash", byte[].class) != null,
                row.numberOrNull("daily_cap_fen"),
                row.numberOrNull("station_id"),
                row.time("created_at"));
    }

    static GenericExecuteSpec bind(GenericExecuteSpec spec, String name, @Nullable Object value, Class<?> type) {
        return value == null ? spec.bindNull(name, type) : spec.bind(name, value);
    }
}
