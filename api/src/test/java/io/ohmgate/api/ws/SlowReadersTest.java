package io.ohmgate.api.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.ohmgate.gateway.pile.GunState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HT3 of the fault matrix: clients that read a byte now and then, or never. The stage's times are short. */
class SlowReadersTest {
    private static final String GUN = "gun:" + SocketStage.GUN.digits();
    private static final String STATION = "station:" + SocketStage.STATION;
    private static final int CLIENTS = Integer.getInteger("ohmgate.test.slow-clients", 40);
    private static final long PER_CLIENT_MAX = 256 * 1024;
    private static final int CHANGES = 20_000;

    @Test
    @DisplayName("HT3 the product closes after 30 s what this test closes after less than one")
    void theProductsOwnLimit() {
        assertThat(SocketLimits.BOOK.notReadingMax()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    @Timeout(120)
    @DisplayName("HT3 and E7: many who read nothing, or a byte now and then, cost little and are all closed")
    void ht3WhoReadsNothingOrAByteNowAndThenCostsLittleAndIsClosed() throws Exception {
        List<MuteSocket> clients = new ArrayList<>();
        try (SocketStage stage = new SocketStage()) {
            stage.guns = 300;
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(greedy(stage, i));
            }
            long heapBefore = heap();
            long most = 0;
            for (int round = 0; round < 1_000 && stage.closed(4408) < CLIENTS; round++) {
                for (int i = 0; i < 20; i++) {
                    stage.values(round % 100);
                }
                for (int i = 0; i < clients.size(); i += 2) {
                    clients.get(i).sips();
                }
                most = Math.max(most, mostPending(stage));
                Thread.sleep(20);
            }
            assertThat(stage.closed(4408)).isEqualTo(CLIENTS);
            assertThat(most).isBetween(32L * 1024, PER_CLIENT_MAX);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(stage.channels).noneMatch(Channel::isOpen));
            assertThat(stage.sockets.count()).isZero();
            assertThat(heap() - heapBefore).isLessThan(CLIENTS * PER_CLIENT_MAX);
        } finally {
            for (MuteSocket client : clients) {
                client.close();
            }
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("HT3 who reads again in time finds the newest value and not all that were missed")
    void ht3WhoReadsAgainFindsTheNewestValue() throws Exception {
        SocketLimits patient = new SocketLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
        try (SocketStage stage = new SocketStage(patient);
                MuteSocket late = new MuteSocket(stage.port())) {
            late.say("{\"op\":\"auth\",\"ticket\":\"" + stage.ticketOf(SocketStage.DRIVER) + "\"}");
            late.say("{\"op\":\"subscribe\",\"topic\":\"" + GUN + "\"}");
            stage.guns = 300;
            for (int i = 0; i < 5; i++) {
                late.say("{\"op\":\"subscribe\",\"topic\":\"" + STATION + "\"}");
            }
            await().until(() -> stage.channels.stream().noneMatch(Channel::isWritable));
            for (int i = 0; i < CHANGES; i++) {
                stage.values(i % 50);
                if (i % 200 == 0) {
                    Thread.sleep(5);
                }
            }
            stage.becomes(GunState.CHARGING);
            String heard = late.readsUntil("\"state\":\"CHARGING\"", Duration.ofSeconds(20));
            int told = heard.split("\"type\":\"state\"", -1).length - 1;
            assertThat(told).isBetween(1, CHANGES / 100);
            assertThat(stage.closed(4408)).isZero();
        }
    }

    /** Users of their own: five sockets are one user's limit. */
    private static MuteSocket greedy(SocketStage stage, int user) throws IOException {
        MuteSocket socket = new MuteSocket(stage.port());
        io.ohmgate.api.security.Caller caller =
                new io.ohmgate.api.security.Caller.Driver(SocketStage.TENANT, 1_000 + user, 5_000 + user);
        socket.say("{\"op\":\"auth\",\"ticket\":\"" + stage.ticketOf(caller) + "\"}");
        socket.say("{\"op\":\"subscribe\",\"topic\":\"" + GUN + "\"}");
        for (int i = 0; i < 12; i++) {
            socket.say("{\"op\":\"subscribe\",\"topic\":\"" + STATION + "\"}");
        }
        return socket;
    }

    private static long mostPending(SocketStage stage) {
        long most = 0;
        for (Channel channel : stage.channels) {
            ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
            most = Math.max(most, buffer == null ? 0 : buffer.totalPendingWriteBytes());
        }
        return most;
    }

    private static long heap() throws InterruptedException {
        System.gc();
        Thread.sleep(50);
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
