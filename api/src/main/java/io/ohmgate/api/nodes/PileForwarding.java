package io.ohmgate.api.nodes;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.problem.ProblemWriter;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.Nodes;
import io.ohmgate.gateway.cluster.PileCall;
import io.ohmgate.gateway.cluster.PileOwners;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request about one pile is answered by the node that holds it: operations, its frames, its clock, cards, trust and
 * whatever comes later, without any of them knowing of nodes. The whole request travels, after this node has let it in, and
 * is let in there again. What only reads is answered from here if that node does not answer; what changes something is not.
 */
@Order(PileForwarding.ORDER)
public final class PileForwarding implements WebFilter {
    /** After security, before the controllers. */
    static final int ORDER = 100;

    private static final String HTTP = "http";
    private static final Pattern ABOUT_A_PILE =
            Pattern.compile("/api/v1/(?:piles/([0-9]{14})|guns/([0-9]{16}))(?:/.*)?");
    static final Duration WITHIN = Duration.ofSeconds(10);
    /** Nobody sends more about one pile. */
    private static final int BODY_BYTES_MAX = 256 * 1024;

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    /** They belong to a connection and not to a request. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade", "expect");

    private final GatewayParts gateway;
    private final Nodes nodes;
    private final PileOwners owners;
    private final ObjectProvider<HttpHandler> handler;
    private final ProblemWriter problems;
    private final NodeJson json;

    public PileForwarding(
            GatewayParts gateway,
            Nodes nodes,
            PileOwners owners,
            ObjectProvider<HttpHandler> handler,
            ProblemWriter problems,
            NodeJson json) {
        this.gateway = gateway;
        this.nodes = nodes;
        this.owners = owners;
        this.handler = handler;
        this.problems = problems;
        this.json = json;
    }

    public void serve() {
        owners.serve(HTTP, this::answer);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (nodes.alone(NodeRole.GATEWAY) || ForwardedRequest.is(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        PileNo pileNo = pileOf(exchange.getRequest());
        if (pileNo == null || gateway.sessions.current(pileNo).isPresent()) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(exchange.getRequest().getBody(), BODY_BYTES_MAX)
                .map(PileForwarding::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> forward(exchange, chain, pileNo, body));
    }

    private static @Nullable PileNo pileOf(ServerHttpRequest request) {
        Matcher path =
                ABOUT_A_PILE.matcher(request.getPath().pathWithinApplication().value());
        if (!path.matches()) {
            return null;
        }
        return path.group(1) == null ? GunId.parse(path.group(2)).pileNo() : new PileNo(path.group(1));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<Void> forward(ServerWebExchange exchange, WebFilterChain chain, PileNo pileNo, byte[] body) {
        byte[] asked = json.write(asked(exchange.getRequest(), body));
        return owners.ask(pileNo, HTTP, asked, Deadline.in(WITHIN, gateway.time.nanos()))
                .map(answer -> json.read(answer, ForwardedCall.Answered.class))
                .map(answer -> written(exchange.getResponse(), answer))
                .onErrorResume(PileOwners.NobodyHolds.class, nobody -> Mono.just(here(exchange, chain, body)))
                .onErrorResume(
                        LinkFailure.class,
                        failure -> Mono.just(
                                READS.contains(exchange.getRequest().getMethod())
                                        ? here(exchange, chain, body)
                                        : problems.write(exchange, ProblemException.of(ProblemCode.NODE_UNREACHABLE))))
                .flatMap(then -> then);
    }

    /** The body was read; whoever comes next reads it again. */
    private static Mono<Void> here(ServerWebExchange exchange, WebFilterChain chain, byte[] body) {
        ServerHttpRequest again = new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public Flux<DataBuffer> getBody() {
                return body.length == 0
                        ? Flux.empty()
                        : Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
            }
        };
        return chain.filter(exchange.mutate().request(again).build());
    }

    private static ForwardedCall.Asked asked(ServerHttpRequest request, byte[] body) {
        String query = request.getURI().getRawQuery();
        String path = request.getURI().getRawPath();
        InetSocketAddress client = request.getRemoteAddress();
        return new ForwardedCall.Asked(
                request.getMethod().name(),
                query == null ? path : path + "?" + query,
                kept(request.getHeaders()),
                client == null || client.getAddress() == null
                        ? null
                        : client.getAddress().getHostAddress(),
                body);
    }

    private static Map<String, List<String>> kept(HttpHeaders headers) {
        Map<String, List<String>> kept = new HashMap<>();
        headers.forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, List.copyOf(values));
            }
        });
        return kept;
    }

    private static Mono<Void> written(ServerHttpResponse response, ForwardedCall.Answered answer) {
        response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
        answer.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                response.getHeaders().put(name, values);
            }
        });
        return answer.body().length == 0
                ? response.setComplete()
                : response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
    }

    // ---- the other side ----

    private Mono<byte[]> answer(PileCall call) {
        ForwardedResponse response = new ForwardedResponse();
        return handler.getObject()
                .handle(new ForwardedRequest(json.read(call.body(), ForwardedCall.Asked.class)), response)
                .then(Mono.fromSupplier(() -> json.write(response.answered())));
    }
}
