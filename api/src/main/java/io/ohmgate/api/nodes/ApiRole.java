package io.ohmgate.api.nodes;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** A node without the role {@code api} tells its health and figures and answers nothing else, but to other nodes. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ApiRole implements WebFilter {
    private static final String FOR_OPERATORS = "/actuator";
    private final boolean serves;
    private final ProblemWriter problems;

    public ApiRole(NodeRoles roles, ProblemWriter problems) {
        this.serves = roles.has(NodeRole.API);
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        boolean passes = serves || path.startsWith(FOR_OPERATORS) || ForwardedRequest.is(exchange.getRequest());
        return passes ? chain.filter(exchange) : problems.write(exchange, ProblemException.of(ProblemCode.NOT_FOUND));
    }
}
