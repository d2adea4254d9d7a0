package io.ohmgate.loadtest.driver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ohmgate.loadtest.driver.Tally.Timed;
import org.jspecify.annotations.Nullable;

/**
 * One pile: a socket, a counter and the number of heartbeats that wait for their answer. When each of them was due follows
 * from the schedule, so none is remembered. All of it happens on the pile's loop.
 */
@ChannelHandler.Sharable // one connection after the other, never two at once
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be written to ends by itself
final class PileClient extends ChannelInboundHandlerAdapter {
    private static final int START = 0x68;
    private static final int LENGTH_EXTRA = 4;

    final int index;
    final byte[] number;
    private final PileLoop loop;
    private State state = State.AWAY;
    private @Nullable Channel channel;
    private @Nullable ByteBuf partial;
    private int sequence;
    private int beatsOpen;
    private int beatsStale;
    private long oldestBeatDue;

    @Nullable
    GunPlay gun;

    PileClient(PileLoop loop, int index, byte[] number) {
        this.loop = loop;
        this.index = index;
        this.number = number;
    }

    enum State {
        AWAY,
        DIALLING,
        LOGGING_IN,
        IN
    }

    boolean isIn() {
        return state == State.IN;
    }

    boolean isAway() {
        return state == State.AWAY;
    }

    void dials() {
        state = State.DIALLING;
        beatsOpen = 0;
        beatsStale = 0;
        sequence = 0;
    }

    void isAwayAgain() {
        state = State.AWAY;
    }

    /** Hangs up; whatever this connection still does is no business of ours. True if there was a session. */
    boolean drop() {
        boolean wasIn = state == State.IN;
        Channel old = channel;
        if (old != null) {
            forget();
            old.close();
        }
        return wasIn;
    }

    private void forget() {
        state = State.AWAY;
        channel = null;
        beatsOpen = 0;
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    int nextSequence() {
        int mine = sequence;
        sequence = (sequence + 1) & 0xFFFF;
        return mine;
    }

    void write(ByteBuf frame) {
        Channel to = channel;
        if (to == null) {
            frame.release();
            return;
        }
        to.writeAndFlush(frame, to.voidPromise());
    }

    @Nullable
    Channel channel() {
        return channel;
    }

    // ---------------------------------------------------------------- heartbeats

    void beat(long dueNanos) {
        if (beatsOpen == 0) {
            oldestBeatDue = dueNanos;
        }
        beatsOpen++;
        write(loop.frames.heartbeat(loop.allocator(), nextSequence(), number));
    }

    /** From now on another schedule holds; what is still to be answered belongs to none. */
    void newSchedule() {
        beatsStale += beatsOpen;
        beatsOpen = 0;
    }

    private void beatAnswered(long nowNanos) {
        if (beatsStale > 0) {
            beatsStale--;
            return;
        }
        if (beatsOpen == 0) {
            return;
        }
        loop.tally.count(Count.BEATS_ANSWERED, oldestBeatDue);
        loop.tally.time(Timed.HEARTBEAT, oldestBeatDue, nowNanos);
        beatsOpen--;
        oldestBeatDue += loop.beatInterval();
    }

    /** Those nobody answered count with the age they have reached: leaving them out would flatter. */
    void closeAccount(Tally tally, long nowNanos) {
        long due = oldestBeatDue;
        for (int i = 0; i < beatsOpen; i++) {
            if (tally.covers(due)) {
                tally.count(Count.BEATS_UNANSWERED);
                tally.time(Timed.HEARTBEAT, due, nowNanos);
            }
            due += loop.beatInterval();
        }
    }

    // ---------------------------------------------------------------- the connection

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        state = State.LOGGING_IN;
        write(loop.frames.login(loop.allocator(), nextSequence(), number));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!ctx.channel().equals(channel)) {
            return;
        }
        boolean wasIn = state == State.IN;
        closeAccount(loop.tally, System.nanoTime());
        forget();
        loop.ended(this, wasIn);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (partial != null) {
            partial.writeBytes(in);
            in.release();
            in = partial;
            partial = null;
        }
        long now = System.nanoTime();
        boolean readable = true;
        while (in.readableBytes() > 1) {
            int at = in.readerIndex();
            if (in.getByte(at) != START) {
                readable = false;
                break;
            }
            int size = in.getUnsignedByte(at + 1) + LENGTH_EXTRA;
            if (in.readableBytes() < size) {
                break;
            }
            hears(in, at, now);
            in.readerIndex(at + size);
        }
        if (!readable) {
            loop.tally.count(Count.UNREADABLE);
            in.release();
            ctx.close();
        } else if (in.isReadable()) {
            partial = loop.allocator().buffer(512).writeBytes(in);
            in.release();
        } else {
            in.release();
        }
    }

    private void hears(ByteBuf in, int at, long nowNanos) {
        loop.tally.count(Count.FRAMES_IN);
        int type = in.getUnsignedByte(at + Frames.TYPE_AT);
        switch (type) {
            case 0x04 -> beatAnswered(nowNanos);
            case 0x02 -> loggedIn(in.getByte(at + Frames.BODY_AT + Frames.PILE_BYTES) == 0, nowNanos);
            case 0x40 -> loop.recordConfirmed(this, in, at + Frames.BODY_AT, nowNanos);
            default -> {
                if (gun != null) {
                    gun.hears(type, in, at, nowNanos);
                }
            }
        }
    }

    private void loggedIn(boolean yes, long nowNanos) {
        if (state != State.LOGGING_IN) {
            return;
        }
        if (!yes) {
            loop.loginTally.count(Count.REFUSED);
            return;
        }
        state = State.IN;
        loop.loggedIn(this, nowNanos);
    }
}
