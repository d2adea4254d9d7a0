package io.ohmgate.api.security;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tickets for the WebSocket, because a browser cannot send a header with it and an access token does not belong into an
 * address or a first message: used once, within 30 seconds, and worth no more than the token they were bought with.
 */
@Component
public class WsTickets {
    public static final Duration LIFE = Duration.ofSeconds(30);
    private static final int TICKET_LENGTH_MAX = 64;
    private final Database db;
    private final AccessTokens tokens;
    private final RandomIds ids;
    private final InstantSource clock;

    WsTickets(Database general, AccessTokens tokens, RandomIds ids, InstantSource clock) {
        this.db = general;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    public Mono<IssuedToken> issue(Caller caller) {
        return Mono.defer(() -> {
            String ticket = ids.token("ogw_");
            Instant expires = clock.instant().plus(LIFE);
            return db.sql()
                    .sql("INSERT INTO ws_ticket (ticket_hash, tenant_id, token_id, expires_at)"
                            + " VALUES (:hash, :tenant, :token, :expires)")
                    .bind("hash", TokenHash.of(ticket).bytes())
                    .bind("tenant", caller.tenantId())
                    .bind("token", caller.tokenId())
                    .bind("expires", expires)
                    .then()
                    .thenReturn(new IssuedToken(ticket, expires));
        });
    }

    /** Uses a ticket up. Empty if it never was one, was used, has expired, or its token holds no more. */
    public Mono<Caller> take(String ticket) {
        if (ticket.isEmpty() || ticket.length() > TICKET_LENGTH_MAX) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            byte[] hash = TokenHash.of(ticket).bytes();
            return db.sql()
                    .sql("UPDATE ws_ticket SET used_at = :now"
                            + " WHERE ticket_hash = :hash AND used_at IS NULL AND expires_at > :now")
                    .bind("now", clock.instant())
                    .bind("hash", hash)
                    .fetch()
                    .rowsUpdated()
                    .filter(rows -> rows == 1)
                    .flatMap(used -> tokenOf(hash))
                    .flatMap(tokens::callerOf);
        });
    }

    private Mono<Long> tokenOf(byte[] hash) {
        return db.sql()
                .sql("SELECT token_id FROM ws_ticket WHERE ticket_hash = :hash")
                .bind("hash", hash)
                .map(row -> new Columns(row).number("token_id"))
                .one();
    }
}
