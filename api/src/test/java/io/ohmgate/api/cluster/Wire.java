package io.ohmgate.api.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** A wire between two ends that can go dead without either of them being told: nothing passes, nothing is closed. */
final class Wire implements AutoCloseable {
    private final DisposableServer server;
    private final List<Channel> ends = new CopyOnWriteArrayList<>();
    private volatile boolean dead;

    Wire(int port) {
        server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((in, out) -> TcpClient.newConnection()
                        .host("127.0.0.1")
                        .port(port)
                        .connect()
                        .flatMap(onward -> {
                            in.withConnection(end -> ends.add(end.channel()));
                            ends.add(onward.channel());
                            Mono<Void> there = onward.outbound()
                                    .send(in.receive().retain().filter(this::passes))
                                    .then();
                            Mono<Void> back = out.send(
                                            onward.inbound().receive().retain().filter(this::passes))
                                    .then();
                            return Mono.firstWithSignal(there, back).doFinally(signal -> onward.dispose());
                        }))
                .bindNow();
    }

    private boolean passes(ByteBuf bytes) {
        return bytes.isReadable() && !dead;
    }

    int port() {
        return server.port();
    }

    /** From now on silence, both ways. */
    void die() {
        dead = true;
    }

    @Override
    public void close() {
        ends.forEach(end -> end.close().syncUninterruptibly());
        server.disposeNow();
    }
}
