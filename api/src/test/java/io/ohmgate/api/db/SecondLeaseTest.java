package io.ohmgate.api.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** A lease whose timer is late was not overdrawn by the server, and is given once more. */
@SuppressWarnings("FutureReturnValueIgnored") // what does not close is closed with its loop
class SecondLeaseTest {
    private static final PoolLimits QUICK =
            new PoolLimits("quick", 1, 0, Duration.ofMillis(800), Duration.ofMillis(400), 1);

    private final LoopResources loops = LoopResources.create("test-lease", 1, true);
    private final EventLoopGroup group = loops.onClient(true);
    private final Wire wire = new Wire(loops);
    private final Channel server = listens();
    private final Channel channel = connected();
    private final CuttableConnection connection = new CuttableConnection(FakeConnections.connection(), wire, QUICK);

    @AfterEach
    void dispose() {
        channel.close();
        server.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("a lease that is over in time costs the connection")
    void aLeaseThatIsOverInTimeCostsTheConnection() {
        long began = System.nanoTime();
        Mono.from(connection.postAllocate()).block();
        await().atMost(Duration.ofSeconds(10)).until(() -> !channel.isOpen());
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(QUICK.lease().multipliedBy(2));
    }

    @Test
    @DisplayName("a late timer gives one more lease, and no third")
    void aLateTimerGivesOneMoreLeaseAndNoThird() throws Exception {
        Mono.from(connection.postAllocate()).block();
        CountDownLatch release = new CountDownLatch(1);
        channel.eventLoop().execute(() -> standHere(release));
        assertThat(release.await(QUICK.lease().toMillis() + 500, TimeUnit.MILLISECONDS))
                .isFalse();
        release.countDown();
        CountDownLatch after = new CountDownLatch(1);
        channel.eventLoop().schedule(after::countDown, 100, TimeUnit.MILLISECONDS);
        assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.isOpen()).as("the answer may have lain unread").isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> !channel.isOpen());
    }

    private static void standHere(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Channel listens() {
        return new ServerBootstrap()
                .group(group)
                .channel(loops.onChannelClass(ServerSocketChannel.class, group))
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private Channel connected() {
        SocketChannel made = wire.onChannel(SocketChannel.class, group);
        made.pipeline().addLast(new ChannelInboundHandlerAdapter());
        group.register(made).syncUninterruptibly();
        made.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort()))
                .syncUninterruptibly();
        return made;
    }
}
