package io.ohmgate.api.redis;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that was asked something and has said nothing for {@link #PATIENCE}. The other side may have
 * vanished without a word, and the kernel would go on repeating our bytes for a quarter of an hour; a connection that is
 * closed is dialled anew, perhaps to the server that has taken over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What a closed channel has to say about it is of no use to anybody.
final class AnswerWatch extends ChannelDuplexHandler {
    /** Together with {@link RedisConnections#PULSE}, which asks when nobody else does, below the five seconds of RE6. */
    static final Duration PATIENCE = Duration.ofMillis(2_500);

    private boolean asked;
    private long askedNanos;
    private boolean looking;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!asked) {
            asked = true;
            askedNanos = context.executor().ticker().nanoTime();
            look(context, PATIENCE.toNanos());
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        asked = false;
        context.fireChannelRead(message);
    }

    /** One look at a time, however many questions there are. */
    private void look(ChannelHandlerContext context, long nanos) {
        if (looking) {
            return;
        }
        looking = true;
        EventExecutor executor = context.executor();
        executor.schedule(
                () -> {
                    looking = false;
                    if (!asked || !context.channel().isActive()) {
                        return;
                    }
                    long left = PATIENCE.toNanos() - (executor.ticker().nanoTime() - askedNanos);
                    if (left > 0) {
                        look(context, left);
                    } else {
                        context.close();
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }
}
