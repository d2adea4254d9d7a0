package io.ohmgate.api.ws;

import io.ohmgate.gateway.live.EventHub;
import io.ohmgate.gateway.live.Mailbox;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.order.ChargingOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One topic of one socket, with a mailbox of its own: a topic that ends takes no other along. */
final class Subscription {
    private static final long NOTHING_TOLD = -1;
    private final Topic topic;
    private final Mailbox mailbox;
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean queued;
    private @Nullable ChargingOrder order;
    private long versionTold = NOTHING_TOLD;

    /** {@code wake} is called from any thread, but not again before {@link #awake}. */
    Subscription(Topic topic, EventHub hub, Consumer<Subscription> wake) {
        this.topic = topic;
        this.mailbox = hub.open(() -> {
            if (woken.compareAndSet(false, true)) {
                wake.accept(this);
            }
        });
    }

    Topic topic() {
        return topic;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    void awake() {
        woken.set(false);
    }

    /** @return whether it was not queued yet */
    boolean queue() {
        boolean before = queued;
        queued = true;
        return !before;
    }

    void dequeue() {
        queued = false;
    }

    /** The topic's order as it was last told; null before the first time. */
    @Nullable
    ChargingOrder order() {
        return order;
    }

    /** @return whether the order is further than when it was told last */
    boolean tell(ChargingOrder newer) {
        if (newer.version() <= versionTold) {
            return false;
        }
        versionTold = newer.version();
        order = newer;
        return true;
    }
}
