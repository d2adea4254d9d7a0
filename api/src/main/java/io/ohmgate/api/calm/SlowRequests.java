package io.ohmgate.api.calm;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Hangs up on whoever sends a request too slowly (invariants HT6). A time-out between two reads would not do: one byte in each
 * of them keeps a connection, and a place among the requests under way, for ever. So the whole head has a time, and a body has
 * one that grows with what really came. How long an answer takes is no business of this class.
 *
 * <p>Stands behind the codec of one connection, on its event loop, until that becomes a WebSocket.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is written has its promise; what does not close is closed already
final class SlowRequests extends ChannelDuplexHandler {
    private static final String NAME = "slow-requests";

    private final Limits limits;
    private final Runnable closed;
    private @Nullable Future<?> deadline;
    private long bodySinceNanos;
    private long bodyBytes;
    private boolean reading;
    private int unanswered;

    /**
     * @param head from the opening to the end of the first request's head
     * @param body for the whole body, if it is small
     * @param bodyBytesPerSecond a larger body has a second more for so many bytes that came
     * @param idle from an answer to the end of the next request's head
     */
    record Limits(Duration head, Duration body, int bodyBytesPerSecond, Duration idle) {
        static final Limits BOOK =
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), 4 * 1024, Duration.ofSeconds(60));
    }

    private SlowRequests(Limits limits, Runnable closed) {
        this.limits = limits;
        this.closed = closed;
    }

    /** @param closed is called for each connection that is hung up on */
    static void install(ChannelPipeline pipeline, Limits limits, Runnable closed) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new SlowRequests(limits, closed));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        arm(context, limits.head());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        disarm();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        disarm();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            unanswered++;
            reading = true;
            bodyBytes = 0;
            bodySinceNanos = context.executor().ticker().nanoTime();
            armBody(context, limits.body().toNanos());
        }
        if (message instanceof HttpContent content) {
            bodyBytes += content.content().readableBytes();
        }
        if (message instanceof LastHttpContent) {
            reading = false;
            rest(context);
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof HttpResponse response
                && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            context.pipeline().remove(this);
        } else if (message instanceof LastHttpContent && !interim) {
            unanswered--;
            rest(context);
        }
        context.write(message, promise);
    }

    /** Between requests nobody may wait for ever; while an answer is made nobody is waited for. */
    private void rest(ChannelHandlerContext context) {
        if (reading) {
            return;
        }
        disarm();
        if (unanswered <= 0) {
            unanswered = 0;
            arm(context, limits.idle());
        }
    }

    private void arm(ChannelHandlerContext context, Duration time) {
        disarm();
        deadline = context.executor().schedule(() -> hangUp(context), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void armBody(ChannelHandlerContext context, long nanos) {
        disarm();
        deadline = context.executor().schedule(() -> bodyIsDue(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void bodyIsDue(ChannelHandlerContext context) {
        long granted = limits.body().toNanos() + TimeUnit.SECONDS.toNanos(bodyBytes / limits.bodyBytesPerSecond());
        long left = granted - (context.executor().ticker().nanoTime() - bodySinceNanos);
        if (left <= 0) {
            hangUp(context);
        } else {
            armBody(context, left);
        }
    }

    private void hangUp(ChannelHandlerContext context) {
        closed.run();
        context.close();
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
