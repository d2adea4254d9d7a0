package io.ohmgate.api.cluster;

import io.ohmgate.api.push.WriteGate;
import io.rsocket.ConnectionSetupPayload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.exceptions.RejectedSetupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Lets a dialler begin the handshake; who does not finish it in time is hung up on. */
final class LinkAcceptor implements SocketAcceptor {
    private static final Logger LOG = LoggerFactory.getLogger(LinkAcceptor.class);
    private final WriteGate gate;
    private final LinkParts parts;

    LinkAcceptor(WriteGate gate, LinkParts parts) {
        this.gate = gate;
        this.parts = parts;
    }

    @Override
    public Mono<RSocket> accept(ConnectionSetupPayload setup, RSocket peer) {
        Handshake.Greeting greeting = LinkFrame.MIME.equals(setup.metadataMimeType())
                ? Handshake.readGreeting(LinkFrame.bodyOf(setup))
                : null;
        if (greeting == null) {
            return refused("NOT_A_NODE");
        }
        if (!greeting.to().equals(parts.self())) {
            return refused("ANOTHER_NODE");
        }
        int version = Handshake.versionFor(greeting);
        if (version == 0) {
            LOG.atWarn()
                    .addKeyValue("node", greeting.from())
                    .addKeyValue("newest", greeting.newest())
                    .log("a node speaks no version of the node link that we know");
            return refused("VERSION");
        }
        InboundLink inbound = new InboundLink(greeting, parts.handshake().hello(version), peer, gate, parts);
        Disposable patience = Mono.delay(parts.limits().dialWithin())
                .filter(tick -> !inbound.isProved())
                .subscribe(tick -> peer.dispose());
        peer.onClose().onErrorComplete().doFinally(signal -> patience.dispose()).subscribe();
        return Mono.just(inbound);
    }

    private static <T> Mono<T> refused(String code) {
        return Mono.error(() -> new RejectedSetupException(code));
    }
}
