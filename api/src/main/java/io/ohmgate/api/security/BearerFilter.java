package io.ohmgate.api.security;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Turns a bearer token into a {@link Caller}. A bad token is refused, never taken for no token. */
final class BearerFilter implements WebFilter {
    private static final String SCHEME = "Bearer ";
    private final AccessTokens tokens;
    private final ScrapeToken scrape;
    private final ProblemWriter problems;

    BearerFilter(AccessTokens tokens, ScrapeToken scrape, ProblemWriter problems) {
        this.tokens = tokens;
        this.scrape = scrape;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null || isOpenToAnyone(request)) {
            return chain.filter(exchange);
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return refuse(exchange);
        }
        String token = header.substring(SCHEME.length()).strip();
        if (isMetrics(request) && scrape.matches(token)) {
            return chain.filter(exchange)
                    .contextWrite(ReactiveSecurityContextHolder.withAuthentication(new ScrapeToken.Collector()));
        }
        return tokens.caller(token)
                .map(CallerToken::new)
                .singleOptional()
                .flatMap(found -> found.isPresent()
                        ? chain.filter(exchange)
                                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(found.get()))
                        : refuse(exchange));
    }

    private static boolean isMetrics(ServerHttpRequest request) {
        return RouteTable.find(request.getMethod(), request.getPath().pathWithinApplication())
                .filter(RouteRule.METRICS::equals)
                .isPresent();
    }

    /** Whoever logs in again may still carry the token that has just expired. */
    private static boolean isOpenToAnyone(ServerHttpRequest request) {
        return RouteTable.find(request.getMethod(), request.getPath().pathWithinApplication())
                .filter(rule -> rule.who() == Who.ANYONE)
                .isPresent();
    }

    private Mono<Void> refuse(ServerWebExchange exchange) {
        return problems.write(exchange, ProblemException.of(ProblemCode.UNAUTHENTICATED));
    }
}
