package io.ohmgate.api.push;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Sees whether the other end reads. Neither Spring nor RSocket tells when a socket drains, so what they are given would
 * pile up in memory; Netty's write buffer does tell: it is full at 64 KB and has room again at 32 KB. A buffer that stays
 * full for too long belongs to somebody who does not read.
 */
public final class WriteGate extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Duration fullMax;
    private final Runnable onRoom;
    private final Runnable onStuck;
    /** One for each stream of the connection at most. Touched by the event loop alone. */
    private final Deque<MonoSink<Void>> turns = new ArrayDeque<>();

    private @Nullable Future<?> patience;

    /** Both are called on the channel's event loop. */
    public WriteGate(Channel channel, Duration fullMax, Runnable onRoom, Runnable onStuck) {
        this.channel = channel;
        this.fullMax = fullMax;
        this.onRoom = onRoom;
        this.onStuck = onStuck;
    }

    /** Begins to watch. */
    public void install() {
        channel.pipeline().addFirst("write-gate", this);
    }

    /** Completes, on the event loop, when there is room for one more message; for those who may have to wait. */
    public Mono<Void> turn() {
        return Mono.create(sink -> channel.eventLoop().execute(() -> {
            if (channel.isWritable()) {
                sink.success();
            } else {
                turns.add(sink);
                sink.onDispose(() -> channel.eventLoop().execute(() -> turns.remove(sink)));
            }
        }));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (context.channel().isWritable()) {
            calmDown();
            while (channel.isWritable() && !turns.isEmpty()) {
                turns.remove().success();
            }
            onRoom.run();
        } else if (patience == null) {
            patience = channel.eventLoop().schedule(onStuck, fullMax.toMillis(), TimeUnit.MILLISECONDS);
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        calmDown();
        turns.clear();
        super.channelInactive(context);
    }

    private void calmDown() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }
}
