package io.ohmgate.simulator.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The piles of one event loop and the one wheel that wakes them. */
final class FleetLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final WriteBufferWaterMark UNREAD_MAX = new WriteBufferWaterMark(32 * 1024, 256 * 1024);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EventLoop eventLoop;
    private final FleetOptions options;
    private final Counters counters;
    private final FrameTap tap;
    private final Class<? extends Channel> channelType;
    private final InetSocketAddress target;
    private final DueWheel wheel;
    private final List<PileRunner> runners = new ArrayList<>();
    private int sourceNext;
    private boolean stopped;

    FleetLoop(
            EventLoop eventLoop,
            FleetOptions options,
            Counters counters,
            FrameTap tap,
            Class<? extends Channel> channelType) {
        this.eventLoop = eventLoop;
        this.tap = tap;
        this.options = options;
        this.counters = counters;
        this.channelType = channelType;
        this.target = new InetSocketAddress(options.host(), options.port());
        this.wheel = new DueWheel(options.clock().millis());
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Counters counters() {
        return counters;
    }

    FrameTap tap() {
        return tap;
    }

    Instant now() {
        return options.clock().instant();
    }

    long nanos() {
        return options.clock().millis() * NANOS_PER_MILLI;
    }

    /** Before {@link #start}. */
    void add(PileRunner runner) {
        runners.add(runner);
    }

    /** The wheel turns until the loop ends. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void start() {
        eventLoop.execute(() -> {
            runners.forEach(PileRunner::start);
            eventLoop.scheduleAtFixedRate(
                    this::turn, DueWheel.TICK_MILLIS, DueWheel.TICK_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private void turn() {
        if (!stopped) {
            wheel.turn(options.clock().millis());
        }
    }

    void stop() {
        stopped = true;
        runners.forEach(PileRunner::close);
    }

    void book(PileRunner runner, Instant due) {
        if (due.equals(Instant.MAX)) {
            return;
        }
        wheel.book(runner, due.equals(Instant.MIN) ? 0 : due.toEpochMilli());
    }

    void connect(LinkUser user, PileLink link) {
        Bootstrap bootstrap = new Bootstrap()
                .group(eventLoop)
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_MAX)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        link.opening(channel);
                        channel.pipeline().addLast(link);
                    }
                });
        if (!options.sources().isEmpty()) {
            String source =
                    options.sources().get(sourceNext++ % options.sources().size());
            bootstrap.localAddress(new InetSocketAddress(source, 0));
        }
        bootstrap.connect(target).addListener(connected -> {
            if (!connected.isSuccess()) {
                user.linkDown(link);
            }
        });
    }

    void failed(Throwable cause) {
        LOG.atDebug().setCause(cause).log("a connection failed");
    }
}
