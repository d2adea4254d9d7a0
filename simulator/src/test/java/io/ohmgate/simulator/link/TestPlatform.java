package io.ohmgate.simulator.link;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameDecoder;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.frame.FrameWriter;
import io.ohmgate.ykc.message.BillingModel;
import io.ohmgate.ykc.message.BillingReply;
import io.ohmgate.ykc.message.BillingRequest;
import io.ohmgate.ykc.message.BillingVerify;
import io.ohmgate.ykc.message.BillingVerifyAck;
import io.ohmgate.ykc.message.Decoded;
import io.ohmgate.ykc.message.Downlink;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.HeartbeatAck;
import io.ohmgate.ykc.message.Login;
import io.ohmgate.ykc.message.LoginAck;
import io.ohmgate.ykc.message.Realtime;
import io.ohmgate.ykc.message.RemoteStart;
import io.ohmgate.ykc.message.RemoteStop;
import io.ohmgate.ykc.message.TradeConfirm;
import io.ohmgate.ykc.message.TradeRecord;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The smallest platform that lets piles in, starts one charge at every plugged gun, and confirms records. */
final class TestPlatform implements AutoCloseable {
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private static final Tariff TARIFF = new Tariff(
            Collections.nCopies(Tariff.SLOTS, PriceLevel.FLAT),
            Map.of(PriceLevel.FLAT, new Price(new UnitPrice(90_000), new UnitPrice(40_000))));

    final LongAdder framesHeard = new LongAdder();
    final LongAdder framesSaid = new LongAdder();
    final Set<Anomaly> anomalies = ConcurrentHashMap.newKeySet();
    final Map<TradeNo, TradeRecord> records = new ConcurrentHashMap<>();
    final Map<GunId, TradeNo> started = new ConcurrentHashMap<>();
    final Set<String> sources = ConcurrentHashMap.newKeySet();
    final Map<GunId, Channel> charging = new ConcurrentHashMap<>();
    volatile boolean starts = true;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;

    TestPlatform() {
        this(0);
    }

    TestPlatform(int port) {
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Session());
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Stops every charge it has seen running. */
    void stopAll() {
        charging.forEach((gun, channel) -> say(channel, new RemoteStop(gun.pileNo(), gun.gunNo()), 0));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void say(Channel channel, Downlink message, int sequence) {
        framesSaid.increment();
        channel.writeAndFlush(FrameWriter.STANDARD.write(message, sequence, channel.alloc()));
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        // Every connection by name: a group that shuts down under load may leave one open beyond its patience.
        connections.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
    }

    private final class Session extends ChannelInboundHandlerAdapter {
        private final FrameDecoder decoder = new FrameDecoder(ByteBufAllocator.DEFAULT);

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            try {
                decoder.feed(in, System.nanoTime(), new FrameSink() {
                    @Override
                    public void frame(Frame frame) {
                        heard(ctx.channel(), frame);
                    }

                    @Override
                    public void dropped(Anomaly why, int bytes) {
                        anomalies.add(why);
                    }
                });
            } finally {
                in.release();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            sources.add(((InetSocketAddress) ctx.channel().remoteAddress())
                    .getAddress()
                    .getHostAddress());
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            connections.add(ctx.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            decoder.close();
        }

        private void heard(Channel channel, Frame frame) {
            framesHeard.increment();
            Decoded.Understood understood = (Decoded.Understood) Decoded.of(frame);
            anomalies.addAll(understood.anomalies());
            switch (understood.message()) {
                case Login login -> say(channel, LoginAck.accepted(login.pileNo()), frame.sequence());
                case Heartbeat heartbeat -> say(channel, HeartbeatAck.of(heartbeat), frame.sequence());
                case BillingVerify verify ->
                    say(
                            channel,
                            new BillingVerifyAck(
                                    verify.pileNo(),
                                    "0007",
                                    "0007".equals(verify.billingModelNo())
                                            ? BillingVerifyAck.SAME
                                            : BillingVerifyAck.DIFFERENT),
                            frame.sequence());
                case BillingRequest request ->
                    say(channel, new BillingReply(request.pileNo(), "0007", BillingModel.of(TARIFF)), frame.sequence());
                case Realtime report -> heard(channel, report);
                case TradeRecord trade -> {
                    records.put(trade.tradeNo(), trade);
                    say(channel, TradeConfirm.received(trade.tradeNo()), frame.sequence());
                }
                default -> {}
            }
        }

        private void heard(Channel channel, Realtime report) {
            GunId gun = report.gun();
            if (Integer.valueOf(Realtime.CHARGING).equals(report.gunStatus())) {
                charging.put(gun, channel);
            } else if (starts && Integer.valueOf(1).equals(report.gunPlugged()) && !started.containsKey(gun)) {
                TradeNo tradeNo = new TradeNo(gun.digits() + "2611220800000001");
                started.put(gun, tradeNo);
                say(
                        channel,
                        new RemoteStart(
                                tradeNo, gun.pileNo(), gun.gunNo(), "0".repeat(16), "0".repeat(16), new Money(50_000)),
                        0);
            }
        }
    }
}
