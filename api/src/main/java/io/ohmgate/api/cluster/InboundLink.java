package io.ohmgate.api.cluster;

import io.ohmgate.api.push.WriteGate;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeCall;
import io.ohmgate.gateway.cluster.NodeLink;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What one other node asks of this one. Served only after it has proved that it knows the secret. Items of a stream leave
 * as the connection takes them, however many were requested: what waits, waits at its source.
 */
final class InboundLink implements RSocket {
    private static final Logger LOG = LoggerFactory.getLogger(InboundLink.class);

    private final Handshake.Greeting greeting;
    private final Handshake.Hello hello;
    private final RSocket peer;
    private final WriteGate gate;
    private final LinkParts parts;
    private final AtomicInteger asks = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile boolean proved;

    InboundLink(Handshake.Greeting greeting, Handshake.Hello hello, RSocket peer, WriteGate gate, LinkParts parts) {
        this.greeting = greeting;
        this.hello = hello;
        this.peer = peer;
        this.gate = gate;
        this.parts = parts;
    }

    boolean isProved() {
        return proved;
    }

    @Override
    public Mono<Payload> requestResponse(Payload payload) {
        @Nullable LinkFrame frame = LinkFrame.read(payload);
        byte[] body = LinkFrame.bodyOf(payload);
        payload.release();
        if (frame == null) {
            return Mono.error(LinkErrors.unreadable());
        }
        if (!proved) {
            return shakeHands(frame, body);
        }
        if (frame.left().isZero()) {
            return Mono.error(LinkErrors.of(new LinkFailure.DeadlineOver(frame.route())));
        }
        if (asks.incrementAndGet() > LinkLimits.ASKS_MAX) {
            asks.decrementAndGet();
            return Mono.error(LinkErrors.of(new LinkFailure.Busy("too many questions")));
        }
        return parts.routes()
                .answer(frame.route(), call(frame, body))
                .timeout(frame.left())
                .onErrorMap(TimeoutException.class, late -> new LinkFailure.DeadlineOver(frame.route()))
                .defaultIfEmpty(NOTHING)
                .flatMap(this::written)
                .onErrorMap(failure -> told(frame, failure))
                .doFinally(signal -> asks.decrementAndGet());
    }

    private static final byte[] NOTHING = new byte[0];

    private Mono<Payload> written(byte[] answer) {
        return answer.length > NodeLink.BODY_BYTES_MAX
                ? Mono.error(new LinkFailure.TooLarge(answer.length))
                : Mono.just(LinkFrame.body(answer));
    }

    private Mono<Payload> shakeHands(LinkFrame frame, byte[] body) {
        if (frame.route().equals(Handshake.HELLO)) {
            return Mono.just(LinkFrame.body(parts.handshake().answer(hello, greeting.raw())));
        }
        if (frame.route().equals(Handshake.PROVE) && parts.handshake().isProof(body, hello, greeting.raw())) {
            proved = true;
            if (parts.nodes().find(greeting.from()).isEmpty()) {
                parts.nodes().lookNow();
            }
            return Mono.just(LinkFrame.body(NOTHING));
        }
        LOG.atWarn()
                .addKeyValue("node", greeting.from())
                .log("somebody who does not know the cluster's secret was refused on the node link");
        peer.dispose();
        return Mono.error(LinkErrors.unproved());
    }

    @Override
    public Flux<Payload> requestStream(Payload payload) {
        @Nullable LinkFrame frame = LinkFrame.read(payload);
        byte[] body = LinkFrame.bodyOf(payload);
        payload.release();
        if (frame == null || !proved) {
            return Flux.error(LinkErrors.unproved());
        }
        return flowing(frame, parts.routes().streamed(frame.route(), call(frame, body)));
    }

    @Override
    public Flux<Payload> requestChannel(Publisher<Payload> payloads) {
        return Flux.from(payloads).switchOnFirst((first, all) -> {
            Payload begin = first.get();
            @Nullable LinkFrame frame = begin == null ? null : LinkFrame.read(begin);
            if (begin == null || frame == null || !proved) {
                if (begin != null) {
                    begin.release();
                }
                return Flux.error(LinkErrors.unproved());
            }
            // The first carries the route and nothing else.
            Flux<byte[]> up = all.limitRate(LinkLimits.ITEMS_AT_ONCE)
                    .map(InboundLink::taken)
                    .skip(1);
            return flowing(frame, parts.routes().channelled(frame.route(), call(frame, NOTHING), up));
        });
    }

    private static byte[] taken(Payload payload) {
        byte[] body = LinkFrame.bodyOf(payload);
        payload.release();
        return body;
    }

    private Flux<Payload> flowing(LinkFrame frame, Flux<byte[]> source) {
        return Flux.defer(() -> {
                    if (streams.incrementAndGet() > LinkLimits.STREAMS_MAX) {
                        return Flux.<Payload>error(new LinkFailure.Busy("too many streams"));
                    }
                    return source.concatMap(item -> gate.turn().then(Mono.defer(() -> written(item))), 1);
                })
                .onErrorMap(failure -> told(frame, failure))
                .doFinally(signal -> streams.decrementAndGet());
    }

    private NodeCall call(LinkFrame frame, byte[] body) {
        Duration left = frame.left();
        return new NodeCall(greeting.from(), body, Deadline.in(left, parts.nanos()));
    }

    private Throwable told(LinkFrame frame, Throwable failure) {
        if (!(failure instanceof LinkFailure) && LinkErrors.isSurprising(failure)) {
            LOG.atWarn()
                    .addKeyValue("route", frame.route())
                    .addKeyValue("node", greeting.from())
                    .setCause(failure)
                    .log("a question of another node failed here");
        }
        return LinkErrors.of(failure);
    }
}
