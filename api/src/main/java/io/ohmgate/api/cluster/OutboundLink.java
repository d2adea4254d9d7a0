package io.ohmgate.api.cluster;

import io.netty.channel.ChannelOption;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeLink;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.ByteBufPayload;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;

/**
 * The dialling end: one connection to one process of another node, made anew, with growing and jittered pauses, for as long
 * as that process is known. What is under way is bounded in number and in bytes, since RSocket itself queues without end.
 */
final class OutboundLink implements Disposable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundLink.class);
    private static final int DOUBLINGS_MAX = 10;

    private final ClusterNode node;
    private final LinkParts parts;
    private final LoopResources loops;
    private final RandomGenerator random;
    private final Runnable onChange;
    private final AtomicInteger asks = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Disposable.Swap pause = Disposables.swap();
    private volatile @Nullable RSocket socket;
    private volatile boolean disposed;
    private int failures;

    /** @param onChange called when it connects or breaks */
    OutboundLink(ClusterNode node, LinkParts parts, LoopResources loops, RandomGenerator random, Runnable onChange) {
        this.node = node;
        this.parts = parts;
        this.loops = loops;
        this.random = random;
        this.onChange = onChange;
    }

    ClusterNode node() {
        return node;
    }

    boolean isConnected() {
        return socket != null;
    }

    void start() {
        dial();
    }

    private void dial() {
        if (disposed) {
            return;
        }
        byte[] greeting =
                parts.handshake().greeting(parts.self(), parts.nodes().self().incarnation(), node.id());
        RSocketConnector.create()
                .metadataMimeType(LinkFrame.MIME)
                .dataMimeType(LinkFrame.MIME)
                .setupPayload(ByteBufPayload.create(greeting))
                .keepAlive(parts.limits().pingEvery(), parts.limits().deadAfter())
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .maxInboundPayloadSize(LinkLimits.FRAME_BYTES_MAX)
                .connect(TcpClientTransport.create(client(), LinkLimits.FRAME_BYTES_MAX))
                .flatMap(dialled -> shakeHands(dialled, greeting))
                .timeout(parts.limits().dialWithin())
                .subscribe(this::connected, this::failed);
    }

    private TcpClient client() {
        Duration within = parts.limits().dialWithin();
        return TcpClient.newConnection()
                .runOn(loops)
                .host(node.host())
                .port(node.port())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) within.toMillis())
                .doOnConnected(connection -> connection.addHandlerFirst(
                        "silence", new LinkServer.Silence(parts.limits().deadAfter())));
    }

    private Mono<RSocket> shakeHands(RSocket dialled, byte[] greeting) {
        Duration within = parts.limits().dialWithin();
        return dialled.requestResponse(LinkFrame.written(Handshake.HELLO, within, NOTHING))
                .map(OutboundLink::taken)
                .flatMap(answer -> {
                    Handshake.Hello hello = parts.handshake().verified(answer, greeting);
                    return hello == null
                            ? Mono.<Payload>error(new LinkFailure.Refused("SECRET"))
                            : dialled.requestResponse(LinkFrame.written(
                                    Handshake.PROVE, within, parts.handshake().prove(hello, greeting)));
                })
                .doOnNext(Payload::release)
                .thenReturn(dialled)
                .doOnError(failure -> dialled.dispose())
                .doOnCancel(dialled::dispose);
    }

    private static final byte[] NOTHING = new byte[0];

    private void connected(RSocket dialled) {
        failures = 0;
        socket = dialled;
        LOG.atInfo().addKeyValue("node", node.id()).log("linked with another node");
        dialled.onClose().onErrorComplete().subscribe(ignored -> {}, ignored -> {}, () -> broken(dialled));
        if (disposed) {
            dialled.dispose();
        }
        onChange.run();
    }

    private void broken(RSocket dialled) {
        if (dialled.equals(socket)) {
            socket = null;
            LOG.atWarn().addKeyValue("node", node.id()).log("the link to another node broke");
            onChange.run();
            again();
        }
    }

    private void failed(Throwable failure) {
        if (failures++ == 0) {
            LOG.atWarn()
                    .addKeyValue("node", node.id())
                    .addKeyValue(
                            "error",
                            LinkErrors.heard(failure, node.id(), Handshake.HELLO)
                                    .getMessage())
                    .log("another node cannot be reached; it is tried again");
        }
        again();
    }

    private void again() {
        if (!disposed) {
            pause.update(Mono.delay(pauseNow()).subscribe(tick -> dial()));
        }
    }

    /** Half of it is chance, so that nodes that lost each other together do not come back together. */
    private Duration pauseNow() {
        long longest = Math.min(
                parts.limits().pauseMax().toMillis(),
                parts.limits().pauseFirst().toMillis() << Math.min(failures, DOUBLINGS_MAX));
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }

    Mono<byte[]> ask(String route, byte[] body, Deadline deadline) {
        return Mono.defer(() -> {
            RSocket to = socket;
            if (to == null) {
                return Mono.error(new LinkFailure.NotConnected(node.id()));
            }
            if (body.length > NodeLink.BODY_BYTES_MAX) {
                return Mono.error(new LinkFailure.TooLarge(body.length));
            }
            Duration left = deadline.left(parts.nanos());
            if (left.isZero()) {
                return Mono.error(new LinkFailure.DeadlineOver(route));
            }
            if (!enter(body.length)) {
                return Mono.error(new LinkFailure.Busy("too much is on its way to node " + node.id()));
            }
            return to.requestResponse(LinkFrame.written(route, left, body))
                    .map(OutboundLink::taken)
                    .timeout(left)
                    .onErrorMap(failure -> LinkErrors.heard(failure, node.id(), route))
                    .doFinally(signal -> leave(body.length));
        });
    }

    private boolean enter(int size) {
        boolean room = asks.incrementAndGet() <= LinkLimits.ASKS_MAX;
        if (bytes.addAndGet(size) <= LinkLimits.BYTES_UNDER_WAY_MAX && room) {
            return true;
        }
        leave(size);
        return false;
    }

    private void leave(int size) {
        asks.decrementAndGet();
        bytes.addAndGet(-size);
    }

    Flux<byte[]> stream(String route, byte[] body) {
        return flowing(route, to -> to.requestStream(LinkFrame.written(route, ENDLESS, body)));
    }

    Flux<byte[]> channel(String route, Flux<byte[]> up) {
        return flowing(
                route,
                to -> to.requestChannel(Flux.concat(
                        Mono.fromSupplier(() -> LinkFrame.written(route, ENDLESS, NOTHING)), up.map(LinkFrame::body))));
    }

    private static final Duration ENDLESS = Duration.ofDays(1);

    private Flux<byte[]> flowing(String route, Function<RSocket, Flux<Payload>> flow) {
        return Flux.defer(() -> {
            RSocket to = socket;
            if (to == null) {
                return Flux.error(new LinkFailure.NotConnected(node.id()));
            }
            if (streams.incrementAndGet() > LinkLimits.STREAMS_MAX) {
                streams.decrementAndGet();
                return Flux.error(new LinkFailure.Busy("too many streams to node " + node.id()));
            }
            return flow.apply(to)
                    .limitRate(LinkLimits.ITEMS_AT_ONCE)
                    .map(OutboundLink::taken)
                    .onErrorMap(failure -> LinkErrors.heard(failure, node.id(), route))
                    .doFinally(signal -> streams.decrementAndGet());
        });
    }

    private static byte[] taken(Payload payload) {
        byte[] body = LinkFrame.bodyOf(payload);
        payload.release();
        return body;
    }

    @Override
    public void dispose() {
        disposed = true;
        pause.dispose();
        RSocket was = socket;
        socket = null;
        if (was != null) {
            was.dispose();
        }
    }
}
