package io.ohmgate.api.nodes;

import io.ohmgate.gateway.cluster.NodeLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gathers the answer to a {@link ForwardedRequest}, as much of it as one answer between nodes may have. */
final class ForwardedResponse extends AbstractServerHttpResponse {
    /** The body is written in base 64 among other things. */
    static final int BODY_BYTES_MAX = NodeLink.BODY_BYTES_MAX / 2;

    private byte[] body = new byte[0];

    ForwardedResponse() {
        super(DefaultDataBufferFactory.sharedInstance);
    }

    ForwardedCall.Answered answered() {
        Map<String, List<String>> headers = new HashMap<>();
        getHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
        HttpStatusCode status = getStatusCode();
        return new ForwardedCall.Answered(status == null ? HttpStatus.OK.value() : status.value(), headers, body);
    }

    @Override
    protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> parts) {
        return DataBufferUtils.join(parts, BODY_BYTES_MAX)
                .doOnNext(all -> {
                    byte[] bytes = new byte[all.readableByteCount()];
                    all.read(bytes);
                    DataBufferUtils.release(all);
                    body = bytes;
                })
                .then();
    }

    @Override
    protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
        return writeWithInternal(Flux.from(parts).concatMap(part -> part));
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Spring has it
    public <T> T getNativeResponse() {
        return (T) this;
    }

    @Override
    protected void applyStatusCode() {}

    @Override
    protected void applyHeaders() {}

    @Override
    protected void applyCookies() {}
}
