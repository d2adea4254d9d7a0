package io.ohmgate.ykc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.ykc.frame.FrameWriter;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** E7: what a session costs while nothing happens. */
class SessionMemoryTest {
    private static final int SESSIONS = Integer.getInteger("ohmgate.test.sessions", 1_000);
    private static final int WARM_UP = 200;
    private static final long BYTES_MAX = 24 * 1024;

    @Test
    @DisplayName("E7 a session at rest takes at most 24 KB of heap and direct memory")
    void e7ASessionAtRestTakesAtMost24Kilobytes() throws Exception {
        List<Socket> piles = new ArrayList<>();
        try (PilePort port = new PilePort(GatewayTime.system(Schedulers.parallel()))) {
            logIn(port, piles, WARM_UP);
            long before = used();
            logIn(port, piles, WARM_UP + SESSIONS);
            long perSession = (used() - before) / SESSIONS;
            // The other end lives in this process as well, so the true figure is below this one. What the warm-up left
            // behind
            // goes meanwhile, so that there is no sensible lower bound: loadtest's "steady" gives the figure itself.
            assertThat(perSession).isLessThan(BYTES_MAX);
        } finally {
            for (Socket pile : piles) {
                pile.close();
            }
        }
    }

    private static void logIn(PilePort port, List<Socket> piles, int until) throws Exception {
        int before = piles.size();
        while (piles.size() < until) {
            PileNo pileNo = new PileNo("320107%08d".formatted(piles.size()));
            port.directory.put(PilePort.entry(pileNo));
            Socket pile = new Socket(InetAddress.getLoopbackAddress(), port.port());
            ByteBuf login = Unpooled.buffer();
            FrameWriter.STANDARD.write(WirePile.login(pileNo, WirePile.SIM), 0, login);
            pile.getOutputStream().write(ByteBufUtil.getBytes(login));
            piles.add(pile);
        }
        PilePort.await(() -> port.parts.sessions.openSessions() == until);
        // Those that came before are told nothing more.
        for (Socket pile : piles.subList(before, until)) {
            hearOut(pile);
        }
    }

    /** What the platform says at the beginning leaves its buffers. */
    private static void hearOut(Socket pile) throws IOException {
        pile.getInputStream().skipNBytes(Math.max(1, pile.getInputStream().available()));
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + direct;
    }
}
