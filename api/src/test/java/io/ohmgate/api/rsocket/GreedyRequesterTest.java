package io.ohmgate.api.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.push.Callers;
import io.ohmgate.api.push.Seats;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.StaffRole;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.rsocket.frame.FrameLengthCodec;
import io.rsocket.frame.RequestStreamFrameCodec;
import io.rsocket.frame.SetupFrameCodec;
import io.rsocket.metadata.AuthMetadataCodec;
import io.rsocket.metadata.CompositeMetadataCodec;
import io.rsocket.metadata.TaggingMetadataCodec;
import io.rsocket.metadata.WellKnownMimeType;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** HT5 of the fault matrix: a requester that says what the protocol allows and does what it likes, byte by byte. */
@Timeout(60)
class GreedyRequesterTest {
    private static final long TENANT = 7;
    private static final PileNo PILE = new PileNo("32010200000001");
    private static final Caller STAFF = new Caller.Staff(TENANT, 2, "ann", StaffRole.OPERATOR, 12);
    private static final ByteBufAllocator BUFFERS = ByteBufAllocator.DEFAULT;
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Scheduler timer = Schedulers.newSingle("test-timer", true);
    private final EventHub hub = new EventHub(GatewayTime.system(timer), topic -> Mono.empty(), timer);
    private final BackendServer server = new BackendServer(
            "127.0.0.1",
            0,
            new BackendParts(
                    new OneToken(),
                    hub,
                    new NoOrders(),
                    JsonMapper.shared(),
                    new Seats(10, 3),
                    new BackendLimits(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(3))));

    GreedyRequesterTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        timer.dispose();
    }

    @Test
    @DisplayName("HT5 who asks for 2^31 items, never cancels, reads nothing and keeps nothing alive is closed")
    void ht5WhoAsksForEverythingAndReadsNothingIsClosed() throws Exception {
        try (Socket greedy = connects(Duration.ofMillis(500), Duration.ofSeconds(3))) {
            for (int i = 0; i < BackendLimits.STREAMS_MAX; i++) {
                send(greedy, stream(1 + 2 * i));
            }
            await().until(() -> hub.topics() == 1);
            long before = heap();
            long deadline = System.nanoTime() + CLOSED_WITHIN.toNanos();
            while (server.connections() > 0 && System.nanoTime() < deadline) {
                for (int i = 0; i < 50; i++) {
                    hub.happened(new PileEvent.PileCameOnline(PILE, TENANT, i, Instant.EPOCH));
                }
                Thread.sleep(5);
            }
            assertThat(server.connections()).isZero();
            assertThat(heap() - before).as("nothing of it is left").isLessThan(8L * 1024 * 1024);
        }
    }

    @Test
    @DisplayName("HT5 a fifth stream on one connection is refused by name, and the four go on")
    void ht5AFifthStreamIsRefused() throws Exception {
        try (Socket greedy = connects(OFTEN, LONG)) {
            for (int i = 0; i <= BackendLimits.STREAMS_MAX; i++) {
                send(greedy, stream(1 + 2 * i));
            }
            assertThat(readUntil(greedy, ProblemCode.OVERLOADED.name())).isTrue();
            assertThat(hub.topics()).isEqualTo(1);
            hub.happened(new PileEvent.PileCameOnline(PILE, TENANT, 1, Instant.EPOCH));
            for (int i = 0; i < BackendLimits.STREAMS_MAX; i++) {
                assertThat(readUntil(greedy, "PILE_CAME_ONLINE")).isTrue();
            }
        }
    }

    @Test
    @DisplayName("HT5 who sends no keep-alive is closed when its own lifetime is over")
    void ht5WhoSendsNoKeepAliveIsClosed() throws Exception {
        try (Socket silent = connects(Duration.ofMillis(500), Duration.ofSeconds(1))) {
            send(silent, stream(1));
            await().until(() -> hub.topics() == 1);
            await().atMost(CLOSED_WITHIN).until(() -> server.connections() == 0);
        }
    }

    @Test
    @DisplayName("HT5 a lifetime without keep-alive of more than five minutes is refused at setup")
    void ht5AnEndlessLifetimeIsRefused() throws Exception {
        try (Socket greedy = connects(OFTEN, BackendLimits.KEEP_ALIVE_MAX.plusSeconds(1))) {
            assertThat(readUntil(greedy, "KEEP_ALIVE_TOO_LONG")).isTrue();
            await().until(() -> server.connections() == 0);
        }
    }

    private Socket connects(Duration keepAlive, Duration lifetime) throws IOException {
        InetSocketAddress address = Objects.requireNonNull(server.address());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
        socket.setSoTimeout((int) CLOSED_WITHIN.toMillis());
        CompositeByteBuf metadata = BUFFERS.compositeBuffer();
        CompositeMetadataCodec.encodeAndAddMetadata(
                metadata,
                BUFFERS,
                WellKnownMimeType.MESSAGE_RSOCKET_AUTHENTICATION,
                AuthMetadataCodec.encodeBearerMetadata(BUFFERS, "staff".toCharArray()));
        send(
                socket,
                SetupFrameCodec.encode(
                        BUFFERS,
                        false,
                        (int) keepAlive.toMillis(),
                        (int) lifetime.toMillis(),
                        WellKnownMimeType.MESSAGE_RSOCKET_COMPOSITE_METADATA.getString(),
                        "application/json",
                        DefaultPayload.create(Unpooled.EMPTY_BUFFER, metadata)));
        return socket;
    }

    private static ByteBuf stream(int id) {
        CompositeByteBuf metadata = BUFFERS.compositeBuffer();
        CompositeMetadataCodec.encodeAndAddMetadata(
                metadata,
                BUFFERS,
                WellKnownMimeType.MESSAGE_RSOCKET_ROUTING,
                TaggingMetadataCodec.createTaggingContent(BUFFERS, List.of("events.piles")));
        return RequestStreamFrameCodec.encode(BUFFERS, id, false, Integer.MAX_VALUE, metadata, Unpooled.EMPTY_BUFFER);
    }

    private static void send(Socket socket, ByteBuf frame) throws IOException {
        ByteBuf whole = FrameLengthCodec.encode(BUFFERS, frame.readableBytes(), frame);
        socket.getOutputStream().write(ByteBufUtil.getBytes(whole));
        socket.getOutputStream().flush();
        whole.release();
    }

    /** Byte by byte, so that nothing behind it is lost. */
    private static boolean readUntil(Socket socket, String wanted) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(wanted, Math.max(0, heard.length() - wanted.length())) < 0) {
            int read = readByte(socket);
            if (read < 0) {
                return false;
            }
            heard.append(new String(new byte[] {(byte) read}, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    private static int readByte(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    private static long heap() throws InterruptedException {
        System.gc();
        Thread.sleep(50);
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static final class OneToken implements Callers {
        @Override
        public Mono<Caller> byTicket(String ticket) {
            return Mono.empty();
        }

        @Override
        public Mono<Caller> byToken(String token) {
            return Mono.just(STAFF);
        }

        @Override
        public Mono<Boolean> stillHolds(Caller caller) {
            return Mono.just(true);
        }
    }

    private static final class NoOrders implements OrderCommands {
        @Override
        public Mono<OrderView> start(Caller.Driver driver, Start start) {
            return Mono.error(ProblemException.of(ProblemCode.PILE_OFFLINE));
        }

        @Override
        public Mono<OrderView> stop(Caller caller, Stop stop) {
            return Mono.error(ProblemException.of(ProblemCode.NOT_FOUND));
        }
    }
}
