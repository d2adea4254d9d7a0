package io.ohmgate.api.calm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.RouteTable;
import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.Level;
import io.ohmgate.gateway.calm.Work;
import io.ohmgate.gateway.work.Urgent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The first to see a request: before its token is looked up and before its body is read (invariants 5.3). Whoever asks too
 * often, and whatever the node's level does not allow, is answered from the event loop, without a stack trace, a database or
 * a line in the log, and told when to come again, each a little differently. A stop passes whatever the level.
 *
 * <p>A request counts as under way from its head on, so one address that sends its bodies slowly would hold all places; it
 * gets half of them at most.
 */
public final class HttpGate implements WebFilter, Ordered {
    private static final Duration RETRY_FIRST = Duration.ofSeconds(2);
    private static final Duration RETRY_START = Duration.ofSeconds(10);
    private static final Duration RETRY_REPORT = Duration.ofSeconds(30);

    private final Calm calm;
    private final HttpPaces paces;
    private final ProblemWriter problems;
    private final RandomGenerator random;
    private final Map<HttpClass, AtomicInteger> inFlight = new EnumMap<>(HttpClass.class);
    /** Of the class that has no better limit. Bounded by the requests that are under way. */
    private final ConcurrentHashMap<InetAddress, Integer> bySource = new ConcurrentHashMap<>();

    public HttpGate(Calm calm, HttpPaces paces, ProblemWriter problems, RandomGenerator random, MeterRegistry meters) {
        this.calm = calm;
        this.paces = paces;
        this.problems = problems;
        this.random = random;
        for (HttpClass each : HttpClass.values()) {
            AtomicInteger count = new AtomicInteger();
            inFlight.put(each, count);
            String tag = each.name().toLowerCase(Locale.ROOT);
            meters.gauge("ohmgate.http.in.flight", Tags.of("class", tag), count);
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpClass asked = classOf(exchange);
        if (asked == HttpClass.FREE) {
            return chain.filter(exchange);
        }
        InetSocketAddress source = exchange.getRequest().getRemoteAddress();
        InetAddress from = source == null ? null : source.getAddress();
        if (from != null && !paces.take(from, asked)) {
            return refuse(exchange, ProblemCode.TOO_MANY_REQUESTS, RETRY_FIRST);
        }
        if (asked == HttpClass.REPORT && !calm.admits(Work.REPORTS)) {
            return refuse(exchange, ProblemCode.OVERLOADED, RETRY_REPORT);
        }
        if (asked == HttpClass.START && !calm.admits(Work.NEW_STARTS)) {
            return refuse(exchange, ProblemCode.STARTS_PAUSED, RETRY_START);
        }
        AtomicInteger count = inFlight.get(asked);
        if (count == null || count.incrementAndGet() > maxOf(asked)) {
            if (count != null) {
                count.decrementAndGet();
            }
            return refuse(exchange, ProblemCode.OVERLOADED, RETRY_FIRST);
        }
        if (!enter(from, asked)) {
            count.decrementAndGet();
            return refuse(exchange, ProblemCode.OVERLOADED, RETRY_FIRST);
        }
        Mono<Void> served = chain.filter(exchange).doFinally(signal -> {
            leave(from, asked);
            count.decrementAndGet();
        });
        return asked == HttpClass.STOP ? Urgent.mark(served) : served;
    }

    /** Near the end there is less room for what is not of the first classes, so that the event loops have time for those. */
    private int maxOf(HttpClass asked) {
        return asked == HttpClass.OTHER && calm.level().atLeast(Level.SLOWER_UPDATES)
                ? asked.inFlightMax() / 4
                : asked.inFlightMax();
    }

    private boolean enter(@Nullable InetAddress from, HttpClass asked) {
        if (from == null || asked != HttpClass.OTHER) {
            return true;
        }
        if (bySource.merge(from, 1, Integer::sum) > maxOf(asked) / 2) {
            leave(from, asked);
            return false;
        }
        return true;
    }

    private void leave(@Nullable InetAddress from, HttpClass asked) {
        if (from != null && asked == HttpClass.OTHER) {
            bySource.computeIfPresent(from, (same, count) -> count > 1 ? count - 1 : null);
        }
    }

    private static HttpClass classOf(ServerWebExchange exchange) {
        return RouteTable.find(
                        exchange.getRequest().getMethod(),
                        exchange.getRequest().getPath().pathWithinApplication())
                .map(HttpGate::classOf)
                .orElse(HttpClass.OTHER);
    }

    private static HttpClass classOf(RouteRule rule) {
        return switch (rule) {
            case ORDER_STOP -> HttpClass.STOP;
            case ORDER_START -> HttpClass.START;
            case PILE_FRAMES_EXPORT, PILE_FRAMES, AUDIT_LIST, SECURITY_EVENTS -> HttpClass.REPORT;
            case HEALTH, HEALTH_GROUP, METRICS, OVERLOAD, SOCKET -> HttpClass.FREE;
            default -> HttpClass.OTHER;
        };
    }

    private Mono<Void> refuse(ServerWebExchange exchange, ProblemCode code, Duration after) {
        // Full jitter above the least: those who were refused together must not come back together.
        Duration when = after.plusMillis(random.nextLong(after.toMillis() + 1));
        return problems.write(exchange, ProblemException.retryAfter(code, when));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
