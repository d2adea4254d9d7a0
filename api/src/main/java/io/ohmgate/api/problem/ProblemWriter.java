package io.ohmgate.api.problem;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the answer of an exchange; the one place where errors become bytes. */
@Component
public class ProblemWriter {
    private static final Duration PASSING_RETRY = Duration.ofSeconds(2);
    private static final int JITTER_SECONDS = 4;
    private final JsonMapper json;
    private final ProblemCounters counters;

    ProblemWriter(JsonMapper json, ProblemCounters counters) {
        this.json = json;
        this.counters = counters;
    }

    public Mono<Void> write(ServerWebExchange exchange, ProblemException problem) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(problem);
        }
        counters.count(problem.code());
        response.setStatusCode(problem.code().status());
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        Duration retryAfter = problem.retryAfter();
        if (retryAfter == null && problem.code().passes()) {
            // Those who failed together must not come back together.
            retryAfter = PASSING_RETRY.plusSeconds(ThreadLocalRandom.current().nextInt(JITTER_SECONDS));
        }
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        if (problem.code() == ProblemCode.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        DataBuffer body =
                response.bufferFactory().wrap(json.writeValueAsBytes(ProblemView.of(problem, RequestIds.of(exchange))));
        return response.writeWith(Mono.just(body));
    }
}
