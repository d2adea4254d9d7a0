package io.ohmgate.api.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import reactor.core.publisher.Mono;

/** Asks the table of routes; what is not in it is denied. */
final class RouteAuthorization implements ReactiveAuthorizationManager<AuthorizationContext> {
    @Override
    public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, AuthorizationContext context) {
        var request = context.getExchange().getRequest();
        var rule = RouteTable.find(request.getMethod(), request.getPath().pathWithinApplication());
        if (rule.isEmpty()) {
            return Mono.just(new AuthorizationDecision(false));
        }
        return authentication
                .mapNotNull(found -> admits(rule.get(), found))
                .defaultIfEmpty(rule.get().who().admits(null))
                .map(AuthorizationDecision::new);
    }

    /** Null for what is no authentication of ours. */
    private static @Nullable Boolean admits(RouteRule rule, Authentication found) {
        return switch (found) {
            case CallerToken caller -> rule.who().admits(caller.getPrincipal());
            case ScrapeToken.Collector collector -> rule == RouteRule.METRICS;
            default -> null;
        };
    }
}
