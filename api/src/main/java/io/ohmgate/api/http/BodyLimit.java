package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.api.problem.RequestIds;
import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.RouteTable;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Nobody makes us hold more than 1 MB: a body that says so is refused before it is read, one that does not say is cut off
 * by the codecs. The import of piles is larger; it is streamed and counts for itself.
 */
@Configuration(proxyBeanMethods = false)
class BodyLimit {
    static final int BYTES_MAX = 1024 * 1024;

    @Bean
    CodecCustomizer bodyLimitCodecs() {
        return codecs -> codecs.defaultCodecs().maxInMemorySize(BYTES_MAX);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 10)
    WebFilter requestNamed() {
        return (exchange, chain) -> {
            exchange.getResponse().getHeaders().set(RequestIds.HEADER, RequestIds.of(exchange));
            return chain.filter(exchange);
        };
    }

    /** After security, so that a refusal carries its headers too. */
    @Bean
    @Order(0)
    WebFilter bodyLimited(ProblemWriter problems) {
        return new Limit(problems);
    }

    private record Limit(ProblemWriter problems) implements WebFilter {
        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            if (exchange.getRequest().getHeaders().getContentLength() > BYTES_MAX
                    && !hasItsOwnLimit(exchange.getRequest())) {
                return problems.write(exchange, ProblemException.of(ProblemCode.BODY_TOO_LARGE));
            }
            return chain.filter(exchange);
        }

        private static boolean hasItsOwnLimit(ServerHttpRequest request) {
            return RouteTable.find(request.getMethod(), request.getPath().pathWithinApplication())
                    .filter(rule -> rule == RouteRule.PILE_IMPORT || rule == RouteRule.FIRMWARE_UPLOAD)
                    .isPresent();
        }
    }
}
