package io.ohmgate.api.db;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * Knows the one channel under one database connection, and can cut it.
 *
 * <p>The driver closes a connection by a message that waits behind the statement under way, so against a server that has
 * stopped answering its {@code close()} never ends and the pool never gets the place back. The driver asks its loop resources
 * for the channel of each connection: given a loop resource of its own, a connection tells us its channel.
 */
final class Wire implements LoopResources {
    private final LoopResources shared;
    private volatile @Nullable Channel channel;
    private volatile boolean cut;

    Wire(LoopResources shared) {
        this.shared = shared;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        C made = shared.onChannel(type, group);
        channel = made;
        if (cut) {
            made.unsafe().closeForcibly();
        }
        return made;
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
        return shared.onChannelClass(type, group);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return shared.onServer(useNative);
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return shared.onClient(useNative);
    }

    @Override
    public boolean daemon() {
        return shared.daemon();
    }

    /** Closes the channel now, without a word to the server. The server rolls back what it had begun. */
    void cut() {
        cut = true;
        Channel known = channel;
        if (known != null && known.isRegistered()) {
            known.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    /** Runs on the channel's own loop after a while; cancel the answer when it is not wanted any more. */
    @Nullable
    Future<?> after(Duration delay, Runnable action) {
        Channel known = channel;
        return known == null ? null : known.eventLoop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
