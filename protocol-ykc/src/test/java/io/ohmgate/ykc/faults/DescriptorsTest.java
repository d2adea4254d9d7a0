package io.ohmgate.ykc.faults;

import static io.ohmgate.ykc.faults.PilePort.OTHER;
import static io.ohmgate.ykc.faults.PilePort.PILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.ykc.message.LoginAck;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GW9 of the fault matrix: a node that runs out of file descriptors. */
class DescriptorsTest {
    private static final int DESCRIPTORS = 256;
    private static final Duration LOOKED_AT = Duration.ofSeconds(2);

    @Test
    @Timeout(60)
    @DisplayName("GW9 without a free file descriptor nobody is accepted, sessions live on, and it recovers by itself")
    void gw9WithoutAFreeDescriptorNobodyIsAcceptedSessionsLiveAndItRecovers() throws Exception {
        Process node = start();
        List<Socket> idlers = new ArrayList<>();
        try {
            int port = portOf(node);
            try (WirePile pile = new WirePile(PILE, port, "127.0.0.1")) {
                assertThat(pile.logsIn()).isTrue();
                pile.beats();
                for (int i = 0; i < DESCRIPTORS; i++) {
                    idlers.add(dial(port));
                }
                PilePort.await(() -> open(node) >= DESCRIPTORS - 2);

                Duration before = cpu(node);
                try (WirePile late = new WirePile(OTHER, port, "127.0.0.1")) {
                    late.says(WirePile.login(OTHER, WirePile.SIM));
                    assertThat(late.hearsWithin(LoginAck.class, LOOKED_AT))
                            .as("waits in the backlog")
                            .isFalse();
                    pile.beats();
                    assertThat(cpu(node).minus(before))
                            .as("it pauses, and does not try in a circle")
                            .isLessThan(LOOKED_AT.dividedBy(2));
                    for (Socket idler : idlers) {
                        idler.close();
                    }
                    assertThat(late.verdict())
                            .as("the one who waited is let in")
                            .isTrue();
                    late.beats();
                }
                pile.beats();
                assertThat(node.isAlive()).isTrue();
            }
        } finally {
            for (Socket idler : idlers) {
                idler.close();
            }
            node.getOutputStream().close();
            node.destroy();
        }
    }

    private static Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$0\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                                + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                                + " -cp \"$1\" " + ScantNode.class.getName(),
                        java,
                        classes)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int portOf(Process node) throws IOException {
        BufferedReader lines = node.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring("port ".length()));
            }
        }
        throw new IOException("the node did not start");
    }

    private static Socket dial(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static long open(Process node) {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(node.pid()), "fd"))) {
            return all.count();
        } catch (IOException gone) {
            return 0;
        }
    }

    private static Duration cpu(Process node) {
        return node.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
