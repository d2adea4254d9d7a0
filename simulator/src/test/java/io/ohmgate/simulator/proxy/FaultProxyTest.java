package io.ohmgate.simulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault against a server that sends back what it hears. */
@Timeout(30)
class FaultProxyTest {
    private static final int QUIET_MILLIS = 300;
    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
        proxy = FaultProxy.to("127.0.0.1", server.getLocalPort(), 7);
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket accepted = server.accept();
                Thread.ofVirtual().start(() -> echo(accepted));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException gone) {
            // The other side has gone, which is what some of these tests are about.
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void withoutFaultsEveryByteComesBack() throws IOException {
        byte[] much = new byte[3_000_000];
        new Random(1).nextBytes(much);
        try (Socket socket = dial()) {
            Thread.ofVirtual().start(() -> write(socket, much));
            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
        }
    }

    @Test
    void aHalfCloseIsPassedOn() throws IOException {
        try (Socket socket = dial()) {
            write(socket, "last words");
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("last words");
        }
    }

    @Test
    void aCutLetsExactlySoManyBytesPass() throws IOException {
        proxy.down().cutAfter(4);
        try (Socket socket = dial()) {
            write(socket, "abcdefgh");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("abcd");
        }
    }

    @Test
    void aResetIsHeardAsOne() throws IOException {
        proxy.up().resetAfter(3);
        try (Socket socket = dial()) {
            write(socket, "abcdefgh");
            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aConnectionThatFellSilentTellsNobodyAndNewOnesPass() throws IOException {
        try (Socket old = dial();
                Socket fresh = dial()) {
            assertThat(said(old, "a")).isEqualTo("a");
            assertThat(said(fresh, "b")).isEqualTo("b");
            proxy.fallSilent();
            write(old, "anybody there?");
            old.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(() -> old.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            try (Socket later = dial()) {
                assertThat(said(later, "c")).isEqualTo("c");
            }
        }
    }

    @Test
    void silenceAfterSomeBytesLosesTheRest() throws IOException {
        proxy.down().silentAfter(2);
        try (Socket socket = dial()) {
            write(socket, "abcd");
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(2)).asString(StandardCharsets.US_ASCII).isEqualTo("ab");
            socket.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void heldBytesGoWhenTheyAreReleased() throws IOException {
        proxy.up().hold();
        try (Socket socket = dial()) {
            write(socket, "abc");
            socket.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.up().release();
            assertThat(socket.getInputStream().readNBytes(3))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("abc");
        }
    }

    @Test
    void splitBytesComeOneByOneAndInOrder() throws IOException {
        proxy.down().split(1).limit(50);
        List<Integer> sizes = new ArrayList<>();
        try (Socket socket = dial()) {
            write(socket, "abcdefgh");
            byte[] buffer = new byte[100];
            StringBuilder heard = new StringBuilder();
            while (heard.length() < 8) {
                int size = socket.getInputStream().read(buffer);
                sizes.add(size);
                heard.append(new String(buffer, 0, size, StandardCharsets.US_ASCII));
            }
            assertThat(heard).hasToString("abcdefgh");
            assertThat(sizes).hasSizeGreaterThan(1);
        }
    }

    @Test
    void mergedBytesWaitForEachOther() throws IOException {
        proxy.up().merge(6);
        try (Socket socket = dial()) {
            write(socket, "abc");
            socket.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            write(socket, "def");
            assertThat(socket.getInputStream().readNBytes(6))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("abcdef");
        }
    }

    @Test
    void delayedBytesComeLateAndInOrder() throws IOException {
        proxy.up().delay(Duration.ofMillis(100), Duration.ofMillis(50));
        try (Socket socket = dial()) {
            long began = System.nanoTime();
            write(socket, "abc");
            write(socket, "def");
            assertThat(socket.getInputStream().readNBytes(6))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("abcdef");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void aLimitTakesItsTime() throws IOException {
        proxy.up().limit(10_000);
        try (Socket socket = dial()) {
            long began = System.nanoTime();
            write(socket, new byte[3_000]);
            socket.getInputStream().readNBytes(3_000);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        }
    }

    @Test
    void oneByteIsCorruptedAndNoOther() throws IOException {
        proxy.up().corrupt(2, 0x20);
        try (Socket socket = dial()) {
            assertThat(said(socket, "abcd")).isEqualTo("abCd");
        }
    }

    @Test
    void bytesMayComeTwice() throws IOException {
        proxy.down().twice();
        try (Socket socket = dial()) {
            write(socket, "ab");
            assertThat(socket.getInputStream().readNBytes(4))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("abab");
        }
    }

    @Test
    void whoIsRefusedIsToldAtOnce() throws IOException {
        proxy.refuse();
        try (Socket socket = dial()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        proxy.plain();
        try (Socket socket = dial()) {
            assertThat(said(socket, "a")).isEqualTo("a");
        }
        assertThat(proxy.decisions()).containsExactly("refuse", "up: plain", "down: plain");
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String said(Socket socket, String words) throws IOException {
        write(socket, words);
        return new String(socket.getInputStream().readNBytes(words.length()), StandardCharsets.US_ASCII);
    }

    private static void write(Socket socket, String words) {
        write(socket, words.getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
