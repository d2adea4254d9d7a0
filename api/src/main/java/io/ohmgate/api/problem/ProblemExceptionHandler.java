package io.ohmgate.api.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The outermost edge: whatever failed below, the client gets a problem and never a stack trace. */
@Component
@Order(-2)
class ProblemExceptionHandler implements ErrorWebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemExceptionHandler.class);
    private final ProblemWriter writer;

    ProblemExceptionHandler(ProblemWriter writer) {
        this.writer = writer;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        ProblemException problem = Problems.of(failure);
        if (failure instanceof MethodNotAllowedException method) {
            exchange.getResponse().getHeaders().setAllow(method.getSupportedMethods());
        }
        log(exchange, failure, problem);
        exchange.getResponse().getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        return writer.write(exchange, problem);
    }

    /** A 4xx is the client's affair; only what we did wrong, or could not do, is worth a line. */
    private static void log(ServerWebExchange exchange, Throwable failure, ProblemException problem) {
        if (problem.code() == ProblemCode.INTERNAL_ERROR) {
            LOG.atError()
                    .addKeyValue("requestId", RequestIds.of(exchange))
                    .setCause(failure)
                    .log("a request failed in a way nobody expected");
        } else if (problem.code().status().is5xxServerError()) {
            LOG.atWarn()
                    .addKeyValue("requestId", RequestIds.of(exchange))
                    .addKeyValue("code", problem.code())
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("a request could not be served");
        }
    }
}
