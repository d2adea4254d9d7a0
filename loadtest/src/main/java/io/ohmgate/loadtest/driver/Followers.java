package io.ohmgate.loadtest.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.ohmgate.loadtest.measure.LatencySeries;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that follow live orders. How far one is behind counts from when the pile's report was due, not from when the
 * product sent anything: what a driver sees is what the gun does.
 */
public final class Followers implements AutoCloseable {
    private static final int SOURCES = 50;

    private final EventLoopGroup group;
    private final InetSocketAddress target;
    private final Reports reports;
    private final AtomicInteger subscribed = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicLong heard = new AtomicLong();
    private volatile @Nullable LatencySeries series;
    private volatile long fromNanos = Long.MAX_VALUE;
    private volatile long toNanos = Long.MAX_VALUE;

    /** When an order's report of this energy was due; 0 if that is not known. */
    @FunctionalInterface
    public interface Reports {
        long dueNanos(int order, long energy);
    }

    public Followers(int port, Reports reports) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.reports = reports;
        this.group = new MultiThreadIoEventLoopGroup(
                1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** A ticket is good for 30 s and once. */
    public void follow(int order, String orderId, String ticket, int number) {
        Follower follower =
                new Follower(order, "127.0.0.1:" + target.getPort(), ticket, "order:" + orderId, new Heard());
        new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .handler(follower)
                .connect(target, new InetSocketAddress("127.0." + (1 + number % SOURCES) + ".2", 0))
                .addListener(result -> {
                    if (!result.isSuccess()) {
                        lost.incrementAndGet();
                    }
                });
    }

    private final class Heard implements Follower.Heard {
        @Override
        public void subscribed() {
            subscribed.incrementAndGet();
        }

        @Override
        public void energy(int order, long energy, long nowNanos) {
            long due = reports.dueNanos(order, energy);
            LatencySeries into = series;
            if (into != null && due >= fromNanos && due < toNanos) {
                heard.incrementAndGet();
                into.record(due, nowNanos);
            }
        }

        @Override
        public void closed(boolean wasOpen) {
            lost.incrementAndGet();
        }
    }

    public int subscribed() {
        return subscribed.get();
    }

    public int lost() {
        return lost.get();
    }

    /** Of reports that were due in the window. */
    public long heard() {
        return heard.get();
    }

    /** All clients share one loop, so one series is enough; read it when the window and its answers are over. */
    public LatencySeries listen(int seconds) {
        long start = System.nanoTime();
        LatencySeries fresh = LatencySeries.of(start, seconds);
        heard.set(0);
        toNanos = start + TimeUnit.SECONDS.toNanos(seconds);
        fromNanos = start;
        series = fresh;
        return fresh;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
