package io.ohmgate.ykc.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import io.ohmgate.gateway.link.PileCommand;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the commands that wait, one a pause: slow firmware handles about one frame in 100 ms. While the pile does not
 * read what it was sent nothing more is written; what waits stays bounded by the lanes, and stops are never shed
 * (invariants B4, E7). Belongs to the event loop.
 */
final class CommandPace {
    private final YkcSettings settings;
    private final ChannelHandlerContext context;
    private final CommandLanes lanes;
    private final Consumer<PileCommand> writer;
    private final YkcMeters meters;
    private @Nullable Future<?> pause;
    private long lastNanos;
    private boolean over;

    CommandPace(YkcSettings settings, ChannelHandlerContext context, Consumer<PileCommand> writer, YkcMeters meters) {
        this.settings = settings;
        this.context = context;
        this.writer = writer;
        this.meters = meters;
        this.lanes = new CommandLanes(settings.commandsMax());
        this.lastNanos = now() - settings.commandGap().toNanos();
    }

    /** @return whether a command was dropped to make room, perhaps this one */
    boolean offer(PileCommand command) {
        int before = lanes.size();
        boolean dropped = lanes.offer(command) != null;
        meters.waiting(lanes.size() - before);
        writeNext();
        return dropped;
    }

    /** Goes on with what waits; to be called when the pile reads again. */
    void writeNext() {
        if (pause != null || lanes.isEmpty() || over || !context.channel().isWritable()) {
            return;
        }
        long wait = lastNanos + settings.commandGap().toNanos() - now();
        if (wait > 0) {
            pause = context.executor()
                    .schedule(
                            () -> {
                                pause = null;
                                writeNext();
                            },
                            wait,
                            TimeUnit.NANOSECONDS);
            return;
        }
        PileCommand command = lanes.poll();
        if (command != null) {
            meters.waiting(-1);
            lastNanos = now();
            writer.accept(command);
            writeNext();
        }
    }

    void close() {
        over = true;
        meters.waiting(-lanes.size());
        lanes.clear();
        if (pause != null) {
            pause.cancel(false);
        }
    }

    private long now() {
        return context.executor().ticker().nanoTime();
    }
}
