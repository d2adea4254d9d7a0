package io.ohmgate.api.calm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** HT6 of the fault matrix, on a real server with short times. */
class SlowRequestsTest {
    private static final Duration SLOW_ANSWER = Duration.ofMillis(1_500);
    private static final SlowRequests.Limits QUICK =
            new SlowRequests.Limits(Duration.ofMillis(600), Duration.ofMillis(600), 1_000, Duration.ofMillis(900));

    private static final String UPGRADE = """
        GET /ws HTTP/1.1\r
        Host: a\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;

    private final AtomicInteger closed = new AtomicInteger();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .option(ChannelOption.SO_REUSEADDR, true)
            .doOnChannelInit((observer, channel, remote) ->
                    SlowRequests.install(channel.pipeline(), QUICK, closed::incrementAndGet))
            .route(routes -> routes.post(
                            "/echo",
                            (request, response) -> response.sendString(request.receive()
                                    .asByteArray()
                                    .reduce(0, (sum, part) -> sum + part.length)
                                    .map(heard -> "heard " + heard)))
                    .get(
                            "/slow",
                            (request, response) ->
                                    response.sendString(Mono.delay(SLOW_ANSWER).map(tick -> "late")))
                    .ws(
                            "/ws",
                            (in, out) -> out.sendString(Mono.delay(SLOW_ANSWER).map(tick -> "still here"))))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    @DisplayName("HT6 a head that comes byte by byte is not waited for, nor is one that never comes")
    void aHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
        try (Socket silent = dial();
                Socket slow = dial()) {
            assertThat(isHungUpOnWhile(slow, "GET /slow HTTP/1.1\r\nHost: a\r\nX: "))
                    .isTrue();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(closed).hasValue(2);
    }

    @Test
    @DisplayName("HT6 a body that comes byte by byte is not waited for")
    void aBodyThatComesByteByByteIsNotWaitedFor() throws Exception {
        try (Socket slow = dial()) {
            say(slow, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n");
            assertThat(isHungUpOnWhile(slow, "x")).isTrue();
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    @DisplayName("HT6 a large body that keeps coming has its time, however slowly its line is")
    void aLargeBodyThatKeepsComingHasItsTime() throws Exception {
        try (Socket steady = dial()) {
            say(steady, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6000\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                say(steady, "x".repeat(1_000));
                Thread.sleep(300);
            }
            assertThat(head(steady)).startsWith("HTTP/1.1 200");
        }
        assertThat(closed).hasValue(0);
    }

    @Test
    @DisplayName("HT6 an answer may take its time, and a socket stays open; between requests nobody stays for ever")
    void anAnswerMayTakeItsTime() throws Exception {
        try (Socket patient = dial();
                Socket socket = dial()) {
            say(patient, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            say(socket, UPGRADE);
            assertThat(head(patient)).startsWith("HTTP/1.1 200");
            assertThat(head(socket)).startsWith("HTTP/1.1 101");
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .contains("still here");
            while (patient.getInputStream().read() >= 0) {
                // The rest of the answer, then the end of an idle connection.
            }
        }
        assertThat(closed).hasValue(1);
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) read);
        }
        return head.toString();
    }

    /** Goes on sending a byte every 50 ms for five seconds at most. */
    private static boolean isHungUpOnWhile(Socket slow, String first) throws Exception {
        say(slow, first);
        slow.setSoTimeout(50);
        for (int i = 0; i < 100; i++) {
            try {
                if (slow.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException open) {
                say(slow, "x");
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }
}
