package io.ohmgate.api.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.store.FirmwareTables;
import io.ohmgate.api.testing.NoDatabase;
import io.ohmgate.api.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One address cannot take every place of the file server. */
class FtpSourcesTest {
    private static final String GREEDY = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";

    @Test
    @DisplayName("the fifty-first session of one address is one too many, and another address still comes in")
    void theFiftyFirstSessionOfOneAddressIsOneTooMany(@TempDir Path data) throws Exception {
        int port = TestServers.freePort();
        FtpServer server = new FtpServer(
                new FirmwareSettings("127.0.0.1", "127.0.0.1", port, port + 1, 4),
                new FirmwareTables(NoDatabase.database(), InstantSource.system()),
                new FirmwareFiles(data));
        server.start();
        List<Socket> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < FtpServer.SESSIONS_PER_SOURCE; i++) {
                sessions.add(dial(port, GREEDY));
                assertThat(isWelcome(sessions.getLast())).isTrue();
            }
            try (Socket oneMore = dial(port, GREEDY);
                    Socket other = dial(port, OTHER)) {
                assertThat(isWelcome(oneMore)).isFalse();
                assertThat(isWelcome(other)).isTrue();
            }
            sessions.removeLast().close();
            Awaitility.await().until(() -> {
                try (Socket again = dial(port, GREEDY)) {
                    return isWelcome(again);
                }
            });
        } finally {
            for (Socket session : sessions) {
                session.close();
            }
            server.stop();
        }
    }

    private static Socket dial(int port, String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
        return socket;
    }

    /** FTP begins with 220. */
    private static boolean isWelcome(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == '2';
        } catch (SocketException reset) {
            return false;
        }
    }
}
