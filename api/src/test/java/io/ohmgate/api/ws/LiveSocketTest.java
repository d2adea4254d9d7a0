package io.ohmgate.api.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.pile.GunState;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LiveSocketTest {
    private static final String GUN = "gun:" + SocketStage.GUN.digits();
    private static final String ORDER = "order:" + SocketStage.ORDER.text();
    private static final String STATION = "station:" + SocketStage.STATION;
    private final SocketStage stage = new SocketStage();

    @AfterEach
    void closeStage() {
        stage.close();
    }

    private TestSocket driver() {
        return new TestSocket(stage).auth(stage.ticketOf(SocketStage.DRIVER));
    }

    @Test
    void theStateComesFirstThenEveryChangeWithAGrowingNumber() throws Exception {
        TestSocket socket = driver().subscribe(GUN);
        JsonNode first = socket.next("snapshot");
        assertThat(first.path("topic").asString()).isEqualTo(GUN);
        assertThat(first.path("data").path("state").asString()).isEqualTo("UNKNOWN");
        stage.becomes(GunState.IDLE);
        stage.becomes(GunState.CHARGING);
        JsonNode idle = socket.next("state");
        JsonNode charging = socket.next("state");
        assertThat(idle.path("data").path("state").asString()).isEqualTo("IDLE");
        assertThat(charging.path("data").path("state").asString()).isEqualTo("CHARGING");
        assertThat(charging.path("seq").asLong()).isEqualTo(idle.path("seq").asLong() + 1);
        assertThat(idle.path("seq").asLong()).isGreaterThan(first.path("seq").asLong());
    }

    @Test
    void anOrderIsReadAgainWhenItChangesAndItsResultComesOnce() throws Exception {
        TestSocket socket = driver().subscribe(ORDER);
        JsonNode first = socket.next("snapshot");
        assertThat(first.path("data").path("state").asString()).isEqualTo("CHARGING");
        assertThat(first.path("data").path("holdFen").asLong()).isEqualTo(5_000);
        stage.orderBecomes(OrderState.STOPPING);
        assertThat(socket.next("state").path("data").path("state").asString()).isEqualTo("STOPPING");
        stage.orderBecomes(OrderState.AWAITING_RECORD);
        stage.orderBecomes(OrderState.SETTLED);
        List<String> told = new ArrayList<>();
        while (!told.contains("SETTLED")) {
            told.add(socket.next("state").path("data").path("state").asString());
        }
        Thread.sleep(200);
        socket.drain().stream()
                .filter(message -> message.path("type").asString().equals("state"))
                .forEach(message -> told.add(message.path("data").path("state").asString()));
        assertThat(told).containsOnlyOnce("SETTLED").endsWith("SETTLED").doesNotContain("CHARGING");
    }

    @Test
    void whoLostTheNetworkGoesOnWhereItWas() throws Exception {
        TestSocket first = driver().subscribe(GUN);
        first.next("snapshot");
        stage.becomes(GunState.IDLE);
        long seen = first.next("state").path("seq").asLong();
        first.cut();
        List<Long> missed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stage.becomes(i % 2 == 0 ? GunState.CHARGING : GunState.IDLE);
            missed.add(seen + 1 + i);
        }
        TestSocket second = driver().subscribe(GUN, seen);
        List<Long> got = new ArrayList<>();
        JsonNode last = second.next("state");
        got.add(last.path("seq").asLong());
        while (got.size() < missed.size()) {
            last = second.next("state");
            got.add(last.path("seq").asLong());
        }
        assertThat(got).isEqualTo(missed);
        assertThat(last.path("data").path("state").asString()).isEqualTo("IDLE");
    }

    @Test
    void whoSaysNothingIsSentAway() throws Exception {
        assertThat(new TestSocket(stage).closeCode()).isEqualTo(4401);
    }

    @Test
    void aTicketOpensOneSocketAndNoSecond() throws Exception {
        String ticket = stage.ticketOf(SocketStage.DRIVER);
        new TestSocket(stage).auth(ticket).subscribe(GUN).next("snapshot");
        assertThat(new TestSocket(stage).auth(ticket).closeCode()).isEqualTo(4401);
    }

    @Test
    void nothingIsHeardBeforeTheTicket() throws Exception {
        assertThat(new TestSocket(stage).subscribe(GUN).closeCode()).isEqualTo(4401);
    }

    @Test
    void aForeignTopicAndOneThatIsNotThereAreTheSame() throws Exception {
        TestSocket stranger = new TestSocket(stage).auth(stage.ticketOf(SocketStage.STRANGER));
        for (String topic : List.of(ORDER, GUN, STATION, "order:01jd3m7k2v9s8q4x5t6w7y8z9b", "piles:8", "nonsense")) {
            JsonNode error = stranger.subscribe(topic).next("error");
            assertThat(error.path("code").asString()).isEqualTo("TOPIC_NOT_FOUND");
            assertThat(error.path("topic").asString()).isEqualTo(topic);
        }
        stage.becomes(GunState.CHARGING);
        Thread.sleep(200);
        assertThat(stranger.drain())
                .allMatch(message -> message.path("type").asString().equals("heartbeat"));
    }

    @Test
    void aTopicThatVanishesTakesNoOtherAlong() throws Exception {
        TestSocket socket = driver().subscribe(GUN);
        socket.next("snapshot");
        socket.subscribe("gun:3201020000000102");
        assertThat(socket.next("error").path("code").asString()).isEqualTo("TOPIC_NOT_FOUND");
        stage.becomes(GunState.IDLE);
        assertThat(socket.next("state").path("topic").asString()).isEqualTo(GUN);
    }

    @Test
    void afterUnsubscribeItIsQuiet() throws Exception {
        TestSocket socket = driver().subscribe(GUN);
        socket.next("snapshot");
        socket.send("{\"op\":\"unsubscribe\",\"topic\":\"" + GUN + "\"}");
        socket.send("{\"op\":\"unsubscribe\",\"topic\":\"" + GUN + "\"}");
        assertThat(socket.next("error").path("code").asString()).isEqualTo("NOT_SUBSCRIBED");
        stage.becomes(GunState.CHARGING);
        Thread.sleep(200);
        assertThat(socket.drain())
                .allMatch(message -> message.path("type").asString().equals("heartbeat"));
    }

    @Test
    void aBarredUserIsSentAwayWhileStreaming() throws Exception {
        TestSocket socket = driver().subscribe(GUN);
        socket.next("snapshot");
        stage.barred.add(SocketStage.DRIVER);
        assertThat(socket.closeCode()).isEqualTo(4410);
        await().untilAsserted(() -> assertThat(stage.sockets.count()).isZero());
    }

    @Test
    void theSixthSocketOfAUserIsOneTooMany() throws Exception {
        List<TestSocket> five = new ArrayList<>();
        for (int i = 0; i < SocketLimits.SOCKETS_PER_USER_MAX; i++) {
            TestSocket socket = driver().subscribe(GUN);
            socket.next("snapshot");
            five.add(socket);
        }
        assertThat(driver().closeCode()).isEqualTo(4409);
        five.getFirst().cut();
        await().untilAsserted(() -> assertThat(stage.sockets.count()).isEqualTo(4));
        driver().subscribe(GUN).next("snapshot");
    }

    @Test
    void aFloodEndsTheSocket() throws Exception {
        TestSocket socket = driver();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        socket.subscribe(GUN);
                    }
                })
                .isInstanceOf(CompletionException.class);
        await().untilAsserted(() -> assertThat(stage.closed(4429)).isEqualTo(1));
    }

    @Test
    void anOversizeMessageEndsTheSocket() throws Exception {
        TestSocket socket = driver();
        socket.send("{\"op\":\"" + "x".repeat(SocketLimits.MESSAGE_BYTES_MAX) + "\"}");
        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "{}",
                "{\"op\":\"dance\"}",
                "{\"op\":\"auth\"}",
                "{\"op\":\"subscribe\",\"topic\":\"gun:1\",\"tenantId\":1}",
                "{\"op\":\"subscribe\",\"topic\":\"gun:1\",\"ticket\":\"x\"}"
            })
    void whatCannotBeReadEndsTheSocket(String text) throws Exception {
        assertThat(driver().send(text).closeCode()).isEqualTo(4400);
    }

    @Test
    void bytesEndTheSocket() throws Exception {
        TestSocket socket = driver();
        socket.sendBinary();
        assertThat(socket.closeCode()).isEqualTo(4400);
    }

    @Test
    void theFiftyFirstTopicIsOneTooManyButTheSocketStays() throws Exception {
        TestSocket socket = new TestSocket(stage).auth(stage.ticketOf(SocketStage.STAFF));
        for (int i = 1; i <= SocketLimits.TOPICS_MAX; i++) {
            socket.subscribe("station:" + i);
            if (i % 15 == 0) {
                Thread.sleep(1_050);
            }
        }
        socket.subscribe(GUN);
        assertThat(socket.next("error").path("code").asString()).isEqualTo("TOO_MANY_TOPICS");
    }

    @Test
    void pagesFromElsewhereAreRefused() throws Exception {
        assertThat(statusOfRefusal("https://evil.example")).isEqualTo(403);
        new TestSocket(stage, "https://app.example")
                .auth(stage.ticketOf(SocketStage.DRIVER))
                .subscribe(GUN)
                .next("snapshot");
        new TestSocket(stage, "http://127.0.0.1:" + stage.port())
                .auth(stage.ticketOf(SocketStage.DRIVER))
                .subscribe(GUN)
                .next("snapshot");
    }

    @Test
    void heartbeatsComeWithoutAnyTopic() throws Exception {
        TestSocket socket = driver();
        assertThat(socket.next("heartbeat").path("at").asString()).endsWith("Z");
        socket.next("heartbeat");
    }

    @Test
    void aStopSendsEverybodyAway() throws Exception {
        TestSocket socket = driver().subscribe(GUN);
        socket.next("snapshot");
        stage.sockets.stop();
        assertThat(socket.closeCode()).isEqualTo(1001);
        assertThat(statusOfRefusal(null)).isEqualTo(503);
    }

    @Test
    void whoNeverReadsHoldsLittleMemoryAndIsSentAway() throws Exception {
        stage.guns = 300;
        try (MuteSocket mute = new MuteSocket(stage.port())) {
            mute.say("{\"op\":\"auth\",\"ticket\":\"" + stage.ticketOf(SocketStage.DRIVER) + "\"}");
            mute.say("{\"op\":\"subscribe\",\"topic\":\"" + GUN + "\"}");
            for (int i = 0; i < 15; i++) {
                mute.say("{\"op\":\"subscribe\",\"topic\":\"" + STATION + "\"}");
            }
            long most = 0;
            for (int i = 0; i < 5_000 && stage.closed(4408) == 0; i++) {
                stage.values(i % 100);
                most = Math.max(most, pendingBytes());
                if (i % 50 == 0) {
                    Thread.sleep(20);
                }
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(stage.closed(4408)).isEqualTo(1));
            await().untilAsserted(() -> assertThat(stage.sockets.count()).isZero());
            // One message over Netty's 64 KB mark, and a station of 300 guns takes some 50 KB.
            assertThat(most).isBetween(32L * 1024, 256L * 1024);
        }
        await().untilAsserted(() -> assertThat(stage.channels).noneMatch(Channel::isOpen));
    }

    private int statusOfRefusal(@Nullable String origin) {
        Throwable refused = catchThrowable(() -> new TestSocket(stage, origin));
        assertThat(refused).hasCauseInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) Objects.requireNonNull(refused.getCause()))
                .getResponse()
                .statusCode();
    }

    private long pendingBytes() {
        long sum = 0;
        for (Channel channel : stage.channels) {
            ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
            sum += buffer == null ? 0 : buffer.totalPendingWriteBytes();
        }
        return sum;
    }
}
