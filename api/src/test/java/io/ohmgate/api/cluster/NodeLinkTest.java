package io.ohmgate.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.cluster.ClusterNode;
import io.ohmgate.gateway.cluster.Deadline;
import io.ohmgate.gateway.cluster.LinkFailure;
import io.ohmgate.gateway.cluster.LinkLimits;
import io.ohmgate.gateway.cluster.NodeId;
import io.ohmgate.gateway.cluster.NodeLink;
import io.ohmgate.gateway.cluster.NodeRefusal;
import io.ohmgate.gateway.cluster.NodeRoutes;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.RSocketErrorException;
import io.rsocket.core.RSocketConnector;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The link between nodes, over real sockets. */
class NodeLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SECRET = "a-secret-that-all-nodes-of-the-test-know";
    private static final NodeId WEST = new NodeId("west");
    private static final NodeId EAST = new NodeId("east");
    /** Short, so that silence is noticed within the test. */
    private static final LinkLimits QUICK = new LinkLimits(
            Duration.ofMillis(100),
            Duration.ofMillis(600),
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMillis(200));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final NodeRoutes atEast = new NodeRoutes();
    private final KnownNodes westKnows = new KnownNodes("west");
    private final KnownNodes eastKnows = new KnownNodes("east");

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aQuestionIsAnsweredByTheOtherNode() {
        atEast.serve("greet", call -> Mono.just(bytes("hello " + call.from() + ", " + text(call.body()))));
        NodeLink west = linked();
        assertThat(text(west.ask(EAST, "greet", bytes("I am here"), soon()).block(PATIENCE)))
                .isEqualTo("hello west, I am here");
    }

    @Test
    void aRefusalCrossesTheLinkByItsCodeAndAFaultByItsKind() {
        atEast.serve("refuse", call -> Mono.error(new NodeRefusal("PILE_OFFLINE")));
        atEast.serve("break", call -> {
            throw new IllegalStateException("with a secret inside");
        });
        NodeLink west = linked();
        assertThat(failure(west, "refuse"))
                .isInstanceOf(LinkFailure.Refused.class)
                .hasMessage("PILE_OFFLINE");
        assertThat(failure(west, "break"))
                .isInstanceOf(LinkFailure.Refused.class)
                .hasMessage("IllegalStateException");
        assertThat(failure(west, "nobody")).isInstanceOf(LinkFailure.NoSuchRoute.class);
    }

    @Test
    void aNodeThatDoesNotKnowTheSecretIsNeverLinked() {
        AtomicBoolean asked = new AtomicBoolean();
        atEast.serve("greet", call -> Mono.fromRunnable(() -> asked.set(true)));
        int port = listening(eastKnows, atEast, SECRET, LinkLimits.BOOK);
        westKnows.are(KnownNodes.node("east", port));
        RSocketNodeLink west =
                link(westKnows, new NodeRoutes(), "another-secret-of-sufficient-length!", LinkLimits.BOOK);
        west.listen("127.0.0.1", 0);
        west.connect();
        assertThat(failure(west, "greet")).isInstanceOf(LinkFailure.NotConnected.class);
        assertThat(raw(port, "greet", 5_000)).isInstanceOf(RSocketErrorException.class);
        assertThat(asked).isFalse();
    }

    @Test
    void whoProvesNothingIsHungUpOn() {
        int port = listening(eastKnows, atEast, SECRET, QUICK);
        RSocket stranger = stranger(port);
        stranger.onClose().onErrorComplete().block(PATIENCE);
        assertThat(stranger.isDisposed()).isTrue();
    }

    @Test
    void aBodyThatIsTooLargeDoesNotLeaveAndAnAnswerThatIsDoesNotCome() {
        atEast.serve("flood", call -> Mono.just(new byte[NodeLink.BODY_BYTES_MAX + 1]));
        atEast.serve("swallow", call -> Mono.just(bytes("" + call.body().length)));
        NodeLink west = linked();
        byte[] large = new byte[NodeLink.BODY_BYTES_MAX + 1];
        assertThatThrownBy(() -> west.ask(EAST, "swallow", large, soon()).block(PATIENCE))
                .isInstanceOf(LinkFailure.TooLarge.class);
        assertThat(failure(west, "flood"))
                .isInstanceOf(LinkFailure.Refused.class)
                .hasMessage("ANSWER_TOO_LARGE");
        byte[] largest = new byte[NodeLink.BODY_BYTES_MAX];
        assertThat(text(west.ask(EAST, "swallow", largest, soon()).block(PATIENCE)))
                .isEqualTo("" + largest.length);
    }

    @Test
    void aFrameBeyondTheBoundEndsTheConnectionAndIsNotRead() {
        AtomicInteger asked = new AtomicInteger();
        atEast.serve("swallow", call -> Mono.fromRunnable(asked::incrementAndGet));
        int port = listening(eastKnows, atEast, SECRET, LinkLimits.BOOK);
        RSocket stranger = stranger(port);
        stranger.requestResponse(DefaultPayload.create(new byte[2 * LinkLimits.FRAME_BYTES_MAX]))
                .onErrorComplete()
                .subscribe();
        stranger.onClose().onErrorComplete().block(PATIENCE);
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatIsLeftOfADeadlineShrinksOnItsWayAndADeadlineThatIsOverIsNotServed() {
        AtomicLong left = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        atEast.serve(
                "look",
                call -> Mono.fromRunnable(() -> {
                    asked.incrementAndGet();
                    left.set(call.deadline().left(System::nanoTime).toMillis());
                }));
        NodeLink west = linked();
        west.ask(EAST, "look", bytes(""), Deadline.in(Duration.ofSeconds(3), System::nanoTime))
                .block(PATIENCE);
        assertThat(left.get()).isBetween(1L, 3_000L);
        assertThatThrownBy(() -> west.ask(EAST, "look", bytes(""), new Deadline(System.nanoTime() - 1))
                        .block(PATIENCE))
                .isInstanceOf(LinkFailure.DeadlineOver.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aHandlerThatDoesNotEndInTimeIsCancelledAtBothEnds() {
        AtomicBoolean cancelled = new AtomicBoolean();
        atEast.serve("never", call -> Mono.<byte[]>never().doOnCancel(() -> cancelled.set(true)));
        NodeLink west = linked();
        assertThatThrownBy(
                        () -> west.ask(EAST, "never", bytes(""), Deadline.in(Duration.ofMillis(300), System::nanoTime))
                                .block(PATIENCE))
                .isInstanceOf(LinkFailure.DeadlineOver.class);
        Awaitility.await().atMost(PATIENCE).untilTrue(cancelled);
    }

    @Test
    void aPeerThatFallsSilentWithoutClosingIsNoticedAndDialledAgain() {
        atEast.serve("greet", call -> Mono.just(bytes("hello")));
        int port = listening(eastKnows, atEast, SECRET, QUICK);
        RSocketNodeLink west = link(westKnows, new NodeRoutes(), SECRET, QUICK);
        west.listen("127.0.0.1", 0);
        Wire wire = new Wire(port);
        open.add(wire);
        westKnows.are(KnownNodes.node("east", wire.port()));
        west.connect();
        awaitConnected(west);
        Mono<byte[]> asked = west.ask(EAST, "greet", bytes(""), soon());
        wire.die();
        assertThat(catchThrowable(() -> asked.block(PATIENCE))).isInstanceOf(LinkFailure.class);
        Awaitility.await().atMost(PATIENCE).until(() -> !west.isConnected(EAST));
        westKnows.are(KnownNodes.node("east", port));
        awaitConnected(west);
        assertThat(text(west.ask(EAST, "greet", bytes(""), soon()).block(PATIENCE)))
                .isEqualTo("hello");
    }

    @Test
    void aNodeThatComesBackOnTheSameAddressIsLinkedAgain() throws Exception {
        atEast.serve("greet", call -> Mono.just(bytes("hello")));
        RSocketNodeLink east = link(eastKnows, atEast, SECRET, QUICK);
        int port = east.listen("127.0.0.1", 0).getPort();
        RSocketNodeLink west = link(westKnows, new NodeRoutes(), SECRET, QUICK);
        west.listen("127.0.0.1", 0);
        westKnows.are(KnownNodes.node("east", port));
        west.connect();
        awaitConnected(west);
        east.close();
        Awaitility.await().atMost(PATIENCE).until(() -> !west.isConnected(EAST));
        link(eastKnows, atEast, SECRET, QUICK).listen("127.0.0.1", port);
        awaitConnected(west);
        assertThat(text(west.ask(EAST, "greet", bytes(""), soon()).block(PATIENCE)))
                .isEqualTo("hello");
    }

    @Test
    void aStreamOfTwoToThe31ItemsLeavesOnlyAsItIsTaken() {
        AtomicInteger produced = new AtomicInteger();
        byte[] item = new byte[1_000];
        atEast.stream(
                "all",
                call -> Flux.range(0, Integer.MAX_VALUE).map(i -> item).doOnNext(each -> produced.incrementAndGet()));
        NodeLink west = linked();
        Taking taking = new Taking();
        west.stream(EAST, "all", bytes("")).subscribe(taking);
        taking.more(10);
        Awaitility.await().atMost(PATIENCE).until(() -> taking.taken.get() == 10);
        Awaitility.await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> produced.get() < 10_000);
        taking.more(5_000);
        Awaitility.await().atMost(PATIENCE).until(() -> taking.taken.get() == 5_010);
        taking.cancel();
    }

    /** One who asks for 2^31 items and reads none of them: RSocket counts items, only the socket tells that nobody reads. */
    @Test
    void aPeerThatRequestsEverythingAndReadsNothingIsBoundedAndThenHungUpOn() throws Exception {
        AtomicInteger produced = new AtomicInteger();
        byte[] item = new byte[1_000];
        AtomicBoolean ended = new AtomicBoolean();
        atEast.stream(
                "all",
                call -> Flux.range(0, Integer.MAX_VALUE)
                        .map(i -> item)
                        .doOnNext(each -> produced.incrementAndGet())
                        .doFinally(signal -> ended.set(true)));
        int port = listening(eastKnows, atEast, SECRET, QUICK);
        try (MutePeer peer = new MutePeer(port, new LinkSecret(SECRET))) {
            peer.requestsEverythingOf("all");
            Awaitility.await().atMost(PATIENCE).until(() -> produced.get() > 0);
            Awaitility.await().atMost(PATIENCE).untilTrue(ended);
        }
        // 20 MB: what a kernel holds for both ends of a loopback connection, and some.
        assertThat(produced.get()).isLessThan(20_000);
    }

    @Test
    void aChannelCarriesBothWays() {
        atEast.channel("echo", (call, up) -> up.map(each -> bytes(text(each) + "!")));
        NodeLink west = linked();
        assertThat(west.channel(EAST, "echo", Flux.just("one", "two").map(NodeLinkTest::bytes))
                        .map(NodeLinkTest::text)
                        .collectList()
                        .block(PATIENCE))
                .containsExactly("one!", "two!");
    }

    @Test
    void aStreamEndsByNameWhenTheLinkGoes() throws Exception {
        atEast.stream("quiet", call -> Flux.never());
        RSocketNodeLink east = link(eastKnows, atEast, SECRET, QUICK);
        int port = east.listen("127.0.0.1", 0).getPort();
        RSocketNodeLink west = link(westKnows, new NodeRoutes(), SECRET, QUICK);
        west.listen("127.0.0.1", 0);
        westKnows.are(KnownNodes.node("east", port));
        west.connect();
        awaitConnected(west);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        west.stream(EAST, "quiet", bytes("")).subscribe(ignored -> {}, failures::add);
        Mono.delay(Duration.ofMillis(200)).block(PATIENCE);
        east.close();
        Awaitility.await().atMost(PATIENCE).until(() -> !failures.isEmpty());
        assertThat(failures.getFirst()).isInstanceOf(LinkFailure.Lost.class);
    }

    @Test
    void aQuestionToOneselfNeedsNoSocket() {
        NodeRoutes own = new NodeRoutes();
        own.serve("greet", call -> Mono.just(bytes("hello " + call.from())));
        RSocketNodeLink west = link(westKnows, own, SECRET, LinkLimits.BOOK);
        assertThat(text(west.ask(WEST, "greet", bytes(""), soon()).block(PATIENCE)))
                .isEqualTo("hello west");
        assertThat(catchThrowable(
                        () -> west.ask(EAST, "greet", bytes(""), soon()).block(PATIENCE)))
                .isInstanceOf(LinkFailure.UnknownNode.class);
    }

    @Test
    void moreQuestionsThanOneConnectionMayHaveAreRefusedAtOnce() {
        atEast.serve("never", call -> Mono.never());
        NodeLink west = linked();
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        for (int i = 0; i < LinkLimits.ASKS_MAX + 5; i++) {
            west.ask(EAST, "never", bytes(""), soon()).subscribe(ignored -> {}, refused::add);
        }
        assertThat(refused).hasSize(5).allMatch(LinkFailure.Busy.class::isInstance);
    }

    private RSocketNodeLink linked() {
        int port = listening(eastKnows, atEast, SECRET, LinkLimits.BOOK);
        RSocketNodeLink west = link(westKnows, new NodeRoutes(), SECRET, LinkLimits.BOOK);
        west.listen("127.0.0.1", 0);
        ClusterNode east = KnownNodes.node("east", port);
        westKnows.are(east);
        west.connect();
        awaitConnected(west);
        return west;
    }

    private static void awaitConnected(NodeLink west) {
        Awaitility.await().atMost(PATIENCE).until(() -> west.isConnected(EAST));
    }

    private int listening(KnownNodes nodes, NodeRoutes routes, String secret, LinkLimits limits) {
        return link(nodes, routes, secret, limits).listen("127.0.0.1", 0).getPort();
    }

    private RSocketNodeLink link(KnownNodes nodes, NodeRoutes routes, String secret, LinkLimits limits) {
        RSocketNodeLink link = new RSocketNodeLink(
                nodes,
                routes,
                new LinkSecret(secret),
                limits,
                System::nanoTime,
                new SecureRandom(),
                new SimpleMeterRegistry());
        open.add(link);
        return link;
    }

    private static Throwable failure(NodeLink west, String route) {
        return Objects.requireNonNull(
                catchThrowable(() -> west.ask(EAST, route, bytes(""), soon()).block(PATIENCE)));
    }

    private RSocket stranger(int port) {
        byte[] greeting = new Handshake(new LinkSecret(SECRET), new SecureRandom()).greeting(WEST, 1, EAST);
        RSocket stranger = Objects.requireNonNull(RSocketConnector.create()
                .metadataMimeType(LinkFrame.MIME)
                .setupPayload(DefaultPayload.create(greeting))
                .connect(TcpClientTransport.create("127.0.0.1", port))
                .block(PATIENCE));
        open.add(stranger::dispose);
        return stranger;
    }

    private Throwable raw(int port, String route, long leftMillis) {
        Payload question = LinkFrame.written(route, Duration.ofMillis(leftMillis), bytes(""));
        return Objects.requireNonNull(
                catchThrowable(() -> stranger(port).requestResponse(question).block(PATIENCE)));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] bytes) {
        return new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
    }

    /** Takes only what it says. */
    private static final class Taking extends BaseSubscriber<byte[]> {
        final AtomicInteger taken = new AtomicInteger();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        void more(int items) {
            request(items);
        }

        @Override
        protected void hookOnNext(byte[] item) {
            taken.incrementAndGet();
        }
    }
}
