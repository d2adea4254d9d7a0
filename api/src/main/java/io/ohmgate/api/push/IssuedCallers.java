package io.ohmgate.api.push;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.WsTickets;
import reactor.core.publisher.Mono;

/** The callers whom our tokens and tickets name. A barred driver may use the REST interface, but gets no stream. */
record IssuedCallers(AccessTokens tokens, WsTickets tickets, Drivers drivers) implements Callers {
    @Override
    public Mono<Caller> byTicket(String ticket) {
        return tickets.take(ticket).filterWhen(this::notBarred);
    }

    @Override
    public Mono<Caller> byToken(String token) {
        return tokens.caller(token).filterWhen(this::notBarred);
    }

    @Override
    public Mono<Boolean> stillHolds(Caller caller) {
        return tokens.holds(caller).flatMap(holds -> holds ? notBarred(caller) : Mono.just(false));
    }

    private Mono<Boolean> notBarred(Caller caller) {
        return switch (caller) {
            case Caller.Staff staff -> Mono.just(true);
            case Caller.Driver driver ->
                drivers.find(driver.tenantId(), driver.driverId())
                        .map(found -> found.barredAt() == null)
                        .defaultIfEmpty(false);
        };
    }
}
