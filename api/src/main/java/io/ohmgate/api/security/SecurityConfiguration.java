package io.ohmgate.api.security;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemWriter;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/** Builds the security chain from the table of routes. Callers prove themselves by a bearer token and by nothing else. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {
    /** The page of the API needs its own script and style; nothing comes from elsewhere and nobody may frame it. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final Duration PREFLIGHT_AGE = Duration.ofMinutes(10);

    @Bean
    SecurityWebFilterChain securityChain(
            ServerHttpSecurity http,
            AccessTokens tokens,
            ProblemWriter problems,
            CorsConfigurationSource origins,
            @Value("${ohmgate.metrics.token:}") String scrape) {
        Refusals refusals = new Refusals(problems);
        return http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .cors(cors -> cors.configurationSource(origins))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> {}))
                .addFilterAt(
                        new BearerFilter(tokens, new ScrapeToken(scrape.strip()), problems),
                        SecurityWebFiltersOrder.AUTHENTICATION)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (exchange, ignored) -> refusals.refuse(exchange, ProblemCode.UNAUTHENTICATED))
                        .accessDeniedHandler((exchange, ignored) -> refusals.refuse(exchange, ProblemCode.FORBIDDEN)))
                .authorizeExchange(routes -> routes.anyExchange().access(new RouteAuthorization()))
                .build();
    }

    /** Off unless origins are named, one by one; credentials are never allowed. */
    @Bean
    CorsConfigurationSource corsConfigurationSource(@Value("${ohmgate.http.cors-origins:}") List<String> origins) {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        if (origins.isEmpty()) {
            return source;
        }
        if (origins.contains(CorsConfiguration.ALL)) {
            throw new IllegalArgumentException("ohmgate.http.cors-origins takes exact origins, not *");
        }
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of("GET", "POST", "PUT"));
        cors.setAllowedHeaders(List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"));
        cors.setExposedHeaders(List.of("Retry-After", "X-Request-Id"));
        cors.setAllowCredentials(false);
        cors.setMaxAge(PREFLIGHT_AGE);
        source.registerCorsConfiguration("/api/**", cors);
        return source;
    }
}
