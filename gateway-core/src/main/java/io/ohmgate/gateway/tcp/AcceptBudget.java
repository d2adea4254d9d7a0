package io.ohmgate.gateway.tcp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spreads a storm of connections: when the budget is spent, nobody is accepted for a moment and those who dial wait in
 * the kernel's backlog, where they cost nothing and are not refused (invariants 5.3). Sits on the listening channel.
 */
final class AcceptBudget extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 100;
    /** The budget counts in nanoseconds of its own refilling, so that nothing is lost to rounding. */
    private final long nanosPerAccept;

    private final long fullNanos;
    private final LongSupplier nanos;
    private long budgetNanos;
    private long filledNanos;

    AcceptBudget(int perSecond, int burst, LongSupplier nanos) {
        this.nanosPerAccept = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.fullNanos = nanosPerAccept * burst;
        this.nanos = nanos;
        this.budgetNanos = fullNanos;
        this.filledNanos = nanos.getAsLong();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        refill();
        budgetNanos -= nanosPerAccept;
        ctx.fireChannelRead(accepted);
        if (isSpent() && ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(false);
            resumeLater(ctx);
        }
    }

    private boolean isSpent() {
        return budgetNanos < nanosPerAccept;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void resumeLater(ChannelHandlerContext ctx) {
        // Nobody cancels it: when the port closes, its event loop forgets the task.
        ctx.executor().schedule(() -> resume(ctx), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void resume(ChannelHandlerContext ctx) {
        refill();
        if (isSpent()) {
            resumeLater(ctx);
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void refill() {
        long now = nanos.getAsLong();
        budgetNanos = Math.min(fullNanos, budgetNanos + (now - filledNanos));
        filledNanos = now;
    }
}
