package io.ohmgate.gateway.calm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** GW4 of the fault matrix: an event loop is blocked. */
class LagProbesTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final LagProbes probes = new LagProbes(System::nanoTime);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LagProbes.class);

    LagProbesTest() {
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        probes.watch("piles", loops);
    }

    @AfterEach
    void end() throws Exception {
        logger.detachAppender(log);
        logger.setLevel(null);
        release.countDown();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void gw4ABlockedEventLoopIsToldWithItsStackWhileTheOthersGoOn() throws Exception {
        EventExecutor blocked = loops.iterator().next();
        await().until(() -> probes.lookMillis() < 500);
        blocked.execute(() -> standHere(release));
        await().atMost(Duration.ofSeconds(20)).until(() -> probes.lookMillis() > 1_000);
        assertThat(probes.anyBlocked()).isTrue();
        assertThat(probes.blocked()).hasSize(1);
        assertThat(log.list)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getKeyValuePairs().toString()).contains("standHere"));
        CountDownLatch other = new CountDownLatch(1);
        loops.forEach(loop -> {
            if (!loop.equals(blocked)) {
                loop.execute(other::countDown);
            }
        });
        assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> probes.lookMillis() < 1_000);
        assertThat(probes.anyBlocked()).isFalse();
        assertThat(log.list).hasSize(2);
    }

    private static void standHere(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
