package io.ohmgate.api.http;

import io.ohmgate.api.account.Idempotency;
import io.ohmgate.api.account.Idempotency.Answer;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemView;
import io.ohmgate.api.problem.Problems;
import io.ohmgate.api.problem.RequestIds;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.RouteTable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a call that moves something its first answer again, refusals included. The work runs to its end when the client
 * has gone. Whether a key must be there is said by the table of routes.
 */
@Component
public class Idempotent {
    public static final String HEADER = "Idempotency-Key";
    private final Idempotency keys;
    private final JsonMapper json;

    Idempotent(Idempotency keys, JsonMapper json) {
        this.keys = keys;
        this.json = json;
    }

    /** The key of the call, or null if it has none and needs none. */
    public static @Nullable String keyOf(ServerWebExchange exchange) {
        String key = exchange.getRequest().getHeaders().getFirst(HEADER);
        if (key != null) {
            return key;
        }
        boolean required = RouteTable.find(
                        exchange.getRequest().getMethod(),
                        exchange.getRequest().getPath().pathWithinApplication())
                .filter(rule -> rule.keyed() == RouteRule.Keyed.REQUIRED)
                .isPresent();
        if (required) {
            throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_MISSING);
        }
        return null;
    }

    /** {@code asked} is what the request says, for telling it from another one under the same key. */
    public <T> Mono<ResponseEntity<String>> answer(
            Caller caller, ServerWebExchange exchange, HttpStatus success, Object asked, Mono<T> work) {
        return answer(caller, exchange, view -> success, asked, work);
    }

    /** The same where what came of it decides the status. */
    public <T> Mono<ResponseEntity<String>> answer(
            Caller caller, ServerWebExchange exchange, Function<T, HttpStatus> success, Object asked, Mono<T> work) {
        Mono<Answer> answered = work.map(view -> new Answer(
                        success.apply(view).value(), MediaType.APPLICATION_JSON_VALUE, json.writeValueAsString(view)))
                .onErrorResume(failure -> refusal(exchange, failure));
        String key = keyOf(exchange);
        if (key == null) {
            return answered.map(Idempotent::entity);
        }
        Idempotency.Request request = Idempotency.Request.of(
                key,
                exchange.getRequest().getMethod().name(),
                exchange.getRequest().getPath().pathWithinApplication().value(),
                json.writeValueAsString(asked).getBytes(StandardCharsets.UTF_8));
        return keys.once(caller, request, answered).map(Idempotent::entity);
    }

    /** A definite refusal is an answer like any other; what may have been done or not is not. */
    private Mono<Answer> refusal(ServerWebExchange exchange, Throwable failure) {
        ProblemException problem = Problems.of(failure);
        if (!problem.code().status().is4xxClientError()) {
            return Mono.error(failure);
        }
        return Mono.fromSupplier(() -> new Answer(
                problem.code().status().value(),
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                json.writeValueAsString(ProblemView.of(problem, RequestIds.of(exchange)))));
    }

    private static ResponseEntity<String> entity(Answer answer) {
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.parseMediaType(answer.mediaType()))
                .body(answer.body());
    }
}
