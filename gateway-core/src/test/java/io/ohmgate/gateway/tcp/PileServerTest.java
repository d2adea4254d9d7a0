package io.ohmgate.gateway.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ohmgate.gateway.Gateway;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.QuietOrders;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.SessionSettings;
import io.ohmgate.gateway.session.SessionStage;
import io.ohmgate.gateway.tcp.AcceptLimits.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** Real sockets, and a protocol the gateway has never heard of. */
class PileServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HOST = "127.0.0.1";
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");

    private final Scheduler timer = Schedulers.newSingle("test-timer", true);
    private final LoopResources loops = LoopResources.create("test-pile", 1, true);
    private final PileDirectory directory = new PileDirectory();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GatewayParts parts = new GatewayParts(
            directory,
            SessionSettings.BOOK,
            GatewayTime.system(timer),
            SITE,
            meters,
            (guns, piles) -> Mono.empty(),
            topic -> Mono.empty(),
            timer);
    private final Gateway gateway = new Gateway(parts, new QuietOrders(), QuietOrders.inbox(), SITE, "test");
    private DisposableServer server = bound(PileServerSettings.at(HOST, 0));

    @BeforeEach
    void start() {
        directory.put(SessionStage.entry(SessionStage.PILE, true));
        gateway.start();
    }

    @AfterEach
    void stop() {
        server.disposeNow(PATIENCE);
        gateway.stop(Duration.ZERO).block(PATIENCE);
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
        timer.dispose();
    }

    private DisposableServer bound(PileServerSettings settings) {
        PileServer pileServer = new PileServer(
                settings, new LineProtocol(), gateway, parts.sessions::welcomes, System::nanoTime, meters);
        return Objects.requireNonNull(pileServer.bind(loops).block(PATIENCE));
    }

    @Test
    void aProtocolTheCoreHasNeverHeardOfPlugsIn() throws IOException {
        try (Client client = new Client(server.port())) {
            client.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(client.hears()).isEqualTo("WELCOME");
            assertThat(client.hears()).isEqualTo("SetClock");
            client.says("GUN IDLE");
            client.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(client.hears()).isEqualTo("WELCOME");
            GunLive live = Objects.requireNonNull(parts.liveGuns.find(SessionStage.PILE.gun(1)));
            assertThat(live.state()).isEqualTo(GunState.IDLE);
        }
    }

    @Test
    void anUnknownNumberIsHungUpOn() throws IOException {
        try (Client client = new Client(server.port())) {
            client.says("LOGIN " + new PileNo("99999999999999").digits());
            assertThat(client.hears()).isEqualTo("NO");
            assertThat(client.hears()).isNull();
        }
    }

    @Test
    void theLoserOfATakeoverIsHungUpOn() throws IOException {
        try (Client first = new Client(server.port());
                Client second = new Client(server.port())) {
            first.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(first.hears()).isEqualTo("WELCOME");
            second.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(second.hears()).isEqualTo("WELCOME");
            assertThat(first.hears()).isEqualTo("SetClock");
            assertThat(first.hears()).isNull();
            assertThat(parts.sessions.openSessions()).isEqualTo(1);
        }
    }

    @Test
    void oneMoreConnectionThanASourceMayHaveIsHungUpOn() throws IOException {
        PileServerSettings one = PileServerSettings.at(HOST, 0).with(AcceptLimits.DEFAULT.withConnections(1, 10));
        DisposableServer narrow = bound(one);
        try (Client first = new Client(narrow.port())) {
            first.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(first.hears()).isEqualTo("WELCOME");
            try (Client second = new Client(narrow.port())) {
                assertThat(second.hears()).isNull();
            }
        } finally {
            narrow.disposeNow(PATIENCE);
        }
    }

    @Test
    void aStormIsAcceptedAtTheRateThatWasSet() throws IOException {
        Pace unlimited = new Pace(1_000, 1_000);
        PileServerSettings slow = PileServerSettings.at(HOST, 0)
                .with(AcceptLimits.DEFAULT.withPaces(new Pace(2, 1), unlimited, unlimited));
        DisposableServer narrow = bound(slow);
        long before = System.nanoTime();
        // NIO accepts all that wait at once and goes into debt; epoll one by one. The fourth tells in either case.
        try (Client first = new Client(narrow.port());
                Client second = new Client(narrow.port());
                Client third = new Client(narrow.port())) {
            for (Client client : new Client[] {first, second, third}) {
                client.isRefused("99999999999999");
            }
            try (Client fourth = new Client(narrow.port())) {
                fourth.isRefused("99999999999999");
            }
        } finally {
            narrow.disposeNow(PATIENCE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(1_400));
    }

    @Test
    void oneMoreConnectionThanALineMayHaveIsHungUpOn() throws IOException {
        DisposableServer narrow =
                bound(PileServerSettings.at(HOST, 0).with(AcceptLimits.DEFAULT.withConnections(10, 1)));
        try (Client first = new Client(narrow.port())) {
            first.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(first.hears()).isEqualTo("WELCOME");
            try (Client neighbour = new Client(narrow.port(), "127.0.0.2");
                    Client farAway = new Client(narrow.port(), "127.8.0.1")) {
                assertThat(neighbour.hears()).isNull();
                farAway.isRefused("99999999999999");
            }
        } finally {
            narrow.disposeNow(PATIENCE);
        }
    }

    @Test
    void aSourceThatFloodsThePortIsHungUpOnAndAnotherIsInAtOnce() throws IOException {
        DisposableServer narrow = bound(PileServerSettings.at(HOST, 0)
                .with(AcceptLimits.DEFAULT.withPaces(new Pace(1, 20), new Pace(1, 5), new Pace(1, 10))));
        try {
            for (int i = 0; i < 200; i++) {
                new Client(narrow.port(), "127.66.0.1").close();
            }
            long before = System.nanoTime();
            try (Client pile = new Client(narrow.port())) {
                pile.says("LOGIN " + SessionStage.PILE.digits());
                assertThat(pile.hears()).isEqualTo("WELCOME");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        } finally {
            narrow.disposeNow(PATIENCE);
        }
    }

    @Test
    void aSourceThatGuessedFiveNumbersIsNotListenedToAnyMoreAndOthersAre() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (Client guesser = new Client(server.port(), "127.66.0.1")) {
                guesser.isRefused("9999999999999" + i);
            }
        }
        try (Client guesser = new Client(server.port(), "127.66.0.1");
                Client pile = new Client(server.port())) {
            assertThat(guesser.hears()).isNull();
            pile.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(pile.hears()).isEqualTo("WELCOME");
        }
    }

    @Test
    void aTakenPortSaysSoAndWhatToDo() {
        assertThatThrownBy(() -> bound(PileServerSettings.at(HOST, server.port())))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("choose another one");
    }

    @Test
    void stoppingHangsUpOnEverybodyAndLetsNobodyIn() throws IOException {
        try (Client client = new Client(server.port())) {
            client.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(client.hears()).isEqualTo("WELCOME");
            assertThat(client.hears()).isEqualTo("SetClock");
            gateway.stop(Duration.ofSeconds(1)).block(PATIENCE);
            assertThat(client.hears()).isNull();
        }
        try (Client late = new Client(server.port())) {
            late.says("LOGIN " + SessionStage.PILE.digits());
            assertThat(late.hears()).isEqualTo("NO");
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(int port) throws IOException {
            this(port, HOST);
        }

        /** From a source of its own: all of 127.0.0.0/8 is this machine. */
        Client(int port, String from) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void says(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        @org.jspecify.annotations.Nullable
        String hears() throws IOException {
            return in.readLine();
        }

        void isRefused(String number) throws IOException {
            says("LOGIN " + number);
            assertThat(hears()).isEqualTo("NO");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
