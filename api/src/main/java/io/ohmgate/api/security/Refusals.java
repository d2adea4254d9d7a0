package io.ohmgate.api.security;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a refused request hears. The table is public (it is the OpenAPI document), so a path that is not in it is simply
 * not found and a method that is not is not allowed, whoever asks.
 */
final class Refusals {
    private final ProblemWriter problems;

    Refusals(ProblemWriter problems) {
        this.problems = problems;
    }

    Mono<Void> refuse(ServerWebExchange exchange, ProblemCode ifRouteExists) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        Set<HttpMethod> methods = RouteTable.methodsAt(path);
        if (methods.isEmpty()) {
            return problems.write(exchange, ProblemException.of(ProblemCode.NOT_FOUND));
        }
        if (RouteTable.find(exchange.getRequest().getMethod(), path).isEmpty()) {
            exchange.getResponse().getHeaders().setAllow(methods);
            return problems.write(exchange, ProblemException.of(ProblemCode.METHOD_NOT_ALLOWED));
        }
        return problems.write(exchange, ProblemException.of(ifRouteExists));
    }
}
