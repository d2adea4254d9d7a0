package io.ohmgate.api.nodes;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/** A request that another node has taken and that is answered here; it goes through all filters once more. */
final class ForwardedRequest extends AbstractServerHttpRequest {
    private final ForwardedCall.Asked asked;

    ForwardedRequest(ForwardedCall.Asked asked) {
        super(HttpMethod.valueOf(asked.method()), URI.create(asked.uri()), "", headers(asked));
        this.asked = asked;
    }

    private static HttpHeaders headers(ForwardedCall.Asked asked) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(asked.headers());
        return headers;
    }

    /** Whether another node has taken the request. */
    static boolean is(ServerHttpRequest request) {
        ServerHttpRequest inner = request;
        while (inner instanceof ServerHttpRequestDecorator decorator) {
            inner = decorator.getDelegate();
        }
        return inner instanceof ForwardedRequest;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return asked.body().length == 0
                ? Flux.empty()
                : Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(asked.body())));
    }

    /** The client's own, which an audit names; no name is ever looked up for it. */
    @Override
    public @Nullable InetSocketAddress getRemoteAddress() {
        String client = asked.client();
        try {
            return client == null ? null : new InetSocketAddress(InetAddress.ofLiteral(client), 0);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    @Override
    protected MultiValueMap<String, HttpCookie> initCookies() {
        return CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());
    }

    @Override
    protected @Nullable SslInfo initSslInfo() {
        return null;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Spring has it
    public <T> T getNativeRequest() {
        return (T) this;
    }
}
