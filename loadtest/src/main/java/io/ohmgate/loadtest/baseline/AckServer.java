package io.ohmgate.loadtest.baseline;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The least a server can do: it reads frames and acknowledges logins and heartbeats. It knows no pile and keeps nothing. */
public final class AckServer implements AutoCloseable {
    private static final int BACKLOG = 4_096;

    private final EventLoopGroup group;
    private final Channel port;

    private AckServer(EventLoopGroup group, Channel port) {
        this.group = group;
        this.port = port;
    }

    public static AckServer start(String host, int port, int loops) {
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(loops, io);
        Channel channel = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel pile) {
                        pile.pipeline().addLast(new AckHandler());
                    }
                })
                .bind(host, port)
                .syncUninterruptibly()
                .channel();
        return new AckServer(group, channel);
    }

    public int port() {
        return ((InetSocketAddress) port.localAddress()).getPort();
    }

    /** Until somebody ends this process. */
    void awaitEnd() {
        port.closeFuture().syncUninterruptibly();
    }

    @Override
    public void close() {
        port.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
