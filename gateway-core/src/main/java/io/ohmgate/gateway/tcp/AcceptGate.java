package io.ohmgate.gateway.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ohmgate.gateway.calm.TokenBucket;
import io.ohmgate.gateway.trust.SourceRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the listening channel. Whoever may not come is hung up on before a pipeline or a session is made for it, and
 * spends nothing of the node's budget: five thousand connections from one address cost the next pile no second. When the
 * node's own budget is spent nobody is accepted for a moment, and those who dial wait in the kernel's backlog, where they
 * cost nothing and are not refused (invariants 4.1, 5.3).
 */
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 100;

    private final SourceLimit open;
    private final Welcome welcome;
    private final Refused refused;
    private final LongSupplier nanos;
    private final IntSupplier percent;
    private final TokenBucket node;
    private final Buckets<InetAddress> bySource;
    private final Buckets<SourceRange> byLine;

    /** @param percent of the node's pace that is granted now; at none nobody is accepted until it changes */
    AcceptGate(
            AcceptLimits limits,
            SourceLimit open,
            Welcome welcome,
            Refused refused,
            IntSupplier percent,
            LongSupplier nanos) {
        this.open = open;
        this.welcome = welcome;
        this.refused = refused;
        this.nanos = nanos;
        this.percent = percent;
        this.node = limits.node().bucket(nanos.getAsLong());
        this.bySource = new Buckets<>(limits.perSource(), limits.sourcesMax());
        this.byLine = new Buckets<>(limits.perLine(), limits.sourcesMax());
    }

    /** Whether a source may come at all. */
    @FunctionalInterface
    interface Welcome {
        boolean mayCome(InetAddress source);
    }

    /** Hears of those who were hung up on. */
    @FunctionalInterface
    interface Refused {
        void because(Cause cause);
    }

    /** Why a connection was not taken; also the tag of its metric. */
    enum Cause {
        NO_ADDRESS,
        SOURCE_BANNED,
        TOO_FAST,
        TOO_MANY
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (!(accepted instanceof Channel child)) {
            ctx.fireChannelRead(accepted);
            return;
        }
        InetAddress source = child.remoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
        long now = nanos.getAsLong();
        Cause cause = refusalOf(source, now);
        if (cause != null || source == null) {
            refused.because(cause == null ? Cause.NO_ADDRESS : cause);
            // Not registered with a loop yet, so there is no pipeline to close it through.
            child.unsafe().closeForcibly();
            return;
        }
        child.closeFuture().addListener(closed -> open.leave(source));
        ctx.fireChannelRead(accepted);
        node.take(now);
        if (node.isSpent(now, percent.getAsInt()) && ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(false);
            resumeLater(ctx);
        }
    }

    private @Nullable Cause refusalOf(@Nullable InetAddress source, long now) {
        if (source == null) {
            return Cause.NO_ADDRESS;
        }
        if (!welcome.mayCome(source)) {
            return Cause.SOURCE_BANNED;
        }
        if (!bySource.take(source, now) || !byLine.take(SourceRange.around(source), now)) {
            return Cause.TOO_FAST;
        }
        return open.enter(source) ? null : Cause.TOO_MANY;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void resumeLater(ChannelHandlerContext ctx) {
        // Nobody cancels it: when the port closes, its event loop forgets the task.
        ctx.executor().schedule(() -> resume(ctx), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume(ChannelHandlerContext ctx) {
        if (node.isSpent(nanos.getAsLong(), percent.getAsInt())) {
            resumeLater(ctx);
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** The budgets of those who came lately. Whoever is forgotten comes back with a full one. */
    private static final class Buckets<K> extends LinkedHashMap<K, TokenBucket> {
        private static final long serialVersionUID = 1L;
        private static final int FIRST_SIZE = 64;
        private static final float LOAD = 0.75f;

        private final transient AcceptLimits.Pace pace;
        private final int max;

        Buckets(AcceptLimits.Pace pace, int max) {
            super(FIRST_SIZE, LOAD, true);
            this.pace = pace;
            this.max = max;
        }

        boolean take(K key, long nowNanos) {
            return computeIfAbsent(key, fresh -> pace.bucket(nowNanos)).take(nowNanos);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, TokenBucket> eldest) {
            return size() > max;
        }
    }
}
