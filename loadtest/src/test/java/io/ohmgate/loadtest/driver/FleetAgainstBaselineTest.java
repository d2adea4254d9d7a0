package io.ohmgate.loadtest.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.loadtest.baseline.AckServer;
import io.ohmgate.loadtest.driver.Load.Traffic;
import io.ohmgate.loadtest.measure.Latency;
import io.ohmgate.loadtest.measure.LatencySeries;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.LoginAck;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The driver itself, against the baseline in this process. */
@SuppressWarnings("FutureReturnValueIgnored")
class FleetAgainstBaselineTest {
    private static final int SESSIONS = 50;

    @Test
    void fiftyPilesAreAllLetInAndEveryHeartbeatIsAnswered() throws InterruptedException {
        try (AckServer server = AckServer.start("127.0.0.1", 0, 1);
                Fleet fleet = Fleet.start(plan(server.port()))) {
            fleet.traffic(new Traffic(200, 300, 1));
            Outcome logins = fleet.logIn(100, 10);
            assertThat(logins.count(Count.LOGINS)).isEqualTo(SESSIONS);
            assertThat(fleet.sessions()).isEqualTo(SESSIONS);
            Outcome outcome = fleet.window(2);
            // Every 200 ms each, for two seconds; random phases decide whether the first or the last falls into it.
            assertThat(outcome.count(Count.BEATS)).isBetween(SESSIONS * 10L - 5, SESSIONS * 10L + 5);
            assertThat(outcome.count(Count.BEATS_ANSWERED)).isEqualTo(outcome.count(Count.BEATS));
            assertThat(outcome.count(Count.REALTIMES)).isBetween(SESSIONS * 6L, SESSIONS * 7L);
            assertThat(outcome.count(Count.FRAMES_OUT))
                    .isEqualTo(outcome.count(Count.BEATS) + outcome.count(Count.REALTIMES));
            assertThat(heartbeats(outcome).count()).isEqualTo(outcome.count(Count.BEATS));
            assertThat(outcome.count(Count.LOST)).isZero();
        }
    }

    @Test
    void whoIsDroppedComesBackInTheNextWaveAndInTheOneAfter() throws InterruptedException {
        try (AckServer server = AckServer.start("127.0.0.1", 0, 1);
                Fleet fleet = Fleet.start(plan(server.port()))) {
            fleet.traffic(new Traffic(100, 0, 1));
            for (int wave = 0; wave < 3; wave++) {
                fleet.dropAll();
                assertThat(fleet.sessions()).isZero();
                assertThat(fleet.logIn(100, 10).count(Count.LOGINS)).isEqualTo(SESSIONS);
            }
            assertThat(fleet.window(1).count(Count.LOST)).isZero();
        }
    }

    @Test
    void pilesThatNobodyAnswersDialAgainUntilSomebodyDoes() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Fleet fleet = Fleet.start(plan(0, "127.0.0.1:" + port, 200))) {
            assertThat(fleet.logIn(10, 1).count(Count.LOGINS)).isZero();
            try (AckServer server = AckServer.start("127.0.0.1", port, 1)) {
                for (int i = 0; i < 200 && fleet.sessions() < SESSIONS; i++) {
                    Thread.sleep(50);
                }
                assertThat(fleet.sessions()).isEqualTo(SESSIONS);
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    /**
     * The server stops for a second. Of the heartbeats due in that second each waited for its end, on average half of it;
     * counted from when they left our socket, or only after the answer to the one before, they would all look quick.
     */
    @Test
    void aStallIsCountedByEveryHeartbeatThatWasDueDuringIt() throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel port = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel pile) {
                        pile.pipeline().addLast(new Answers());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        int number = ((InetSocketAddress) port.localAddress()).getPort();
        try (Fleet fleet = Fleet.start(plan(number))) {
            fleet.traffic(new Traffic(50, 0, 1));
            assertThat(fleet.logIn(50, 10).count(Count.LOGINS)).isEqualTo(SESSIONS);
            group.schedule(FleetAgainstBaselineTest::stall, 500, TimeUnit.MILLISECONDS);
            Latency latency = heartbeats(fleet.window(3));
            // A third of all heartbeats were due in the stall: the 90th percentile is in the midst of them.
            assertThat(latency.p90()).isGreaterThan(500);
            assertThat(latency.max()).isGreaterThan(900);
            assertThat(latency.points().get(0).max()).isGreaterThan(900);
        } finally {
            port.close().syncUninterruptibly();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Now it is the driver that sleeps: what it sends late was due early, and a clock started at the sending would not know. */
    @Test
    void whatTheDriverItselfSendsLateCountsFromWhenItWasDue() throws InterruptedException {
        try (AckServer server = AckServer.start("127.0.0.1", 0, 1);
                Fleet fleet = Fleet.start(plan(server.port()))) {
            fleet.traffic(new Traffic(50, 0, 1));
            assertThat(fleet.logIn(50, 10).count(Count.LOGINS)).isEqualTo(SESSIONS);
            GlobalEventExecutor.INSTANCE.schedule(
                    () -> fleet.onLoops(FleetAgainstBaselineTest::stall), 500, TimeUnit.MILLISECONDS);
            assertThat(heartbeats(fleet.window(3)).p90()).isGreaterThan(500);
        }
    }

    private static void stall() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The real codec answers, so that the driver is not only understood by its own baseline. */
    private static final class Answers extends ChannelInboundHandlerAdapter {
        private static final PileNo SOMEBODY = new PileNo("99000000000001");

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            ByteBuf out = Unpooled.buffer();
            while (in.isReadable()) {
                int type = in.getByte(in.readerIndex() + 5);
                if (type == 1) {
                    FrameWriter.STANDARD.write(new LoginAck(SOMEBODY, LoginAck.SUCCESS), 0, out);
                } else {
                    FrameWriter.STANDARD.write(new HeartbeatAck(SOMEBODY, 1, 0), 0, out);
                }
                in.skipBytes(in.getUnsignedByte(in.readerIndex() + 1) + 4);
            }
            in.release();
            ctx.writeAndFlush(out);
        }
    }

    private static Latency heartbeats(Outcome outcome) {
        return LatencySeries.of(Objects.requireNonNull(outcome.latencies().get("heartbeat")))
                .digest();
    }

    private static Plan plan(int port) {
        return plan(port, "127.0.0.1:" + port, 3_000);
    }

    private static Plan plan(int seed, String target, long retryMillis) {
        return new Plan(
                List.of(target),
                99_000_000_000_001L,
                0,
                1,
                SESSIONS,
                4,
                1,
                seed,
                retryMillis,
                Plan.AfterLogin.SILENT,
                1);
    }
}
