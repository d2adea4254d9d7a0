package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tenant (运营商) whose drivers log in at this installation; never a choice of the request. */
@Component
public class DriverTenant {
    private final Mono<Long> id;

    DriverTenant(Database general, @Value("${ohmgate.tenant.code:ohmgate}") String code) {
        this.id = general.sql()
                .sql("SELECT id FROM tenant WHERE code = :code")
                .bind("code", code)
                .map(row -> new Columns(row).number("id"))
                .one()
                .switchIfEmpty(
                        Mono.error(() -> new IllegalStateException("ohmgate.tenant.code names no tenant: " + code)))
                .cacheInvalidateIf(ignored -> false);
    }

    public Mono<Long> id() {
        return id;
    }
}
