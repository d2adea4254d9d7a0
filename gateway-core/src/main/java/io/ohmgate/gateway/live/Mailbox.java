package io.ohmgate.gateway.live;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscriber, who may have many topics. Of telemetry only the latest of each topic waits; state waits
 * in full, up to a bound: a subscriber beyond it is too slow and is let go, by name, instead of being told half.
 */
public final class Mailbox {
    public static final int STATES_MAX = 512;

    private final Runnable wake;
    private final int statesMax;
    /** In the order of arrival. Telemetry lies under its topic, everything else under itself. */
    private final Map<Object, TopicMessage> waiting = new LinkedHashMap<>();

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private int states;

    /** {@code wake} is called when there is something to read, from any thread; it must only pass the word on. */
    Mailbox(Runnable wake) {
        this(wake, STATES_MAX);
    }

    Mailbox(Runnable wake, int statesMax) {
        this.wake = wake;
        this.statesMax = statesMax;
    }

    /** The next message, or null if none waits. */
    public synchronized @Nullable TopicMessage poll() {
        Iterator<TopicMessage> first = waiting.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        TopicMessage message = first.next();
        first.remove();
        if (message.type() != TopicMessage.Type.TELEMETRY) {
            states--;
        }
        return message;
    }

    public synchronized int size() {
        return waiting.size();
    }

    /** Why nothing comes any more; null while something may. */
    public @Nullable End ended() {
        return end.get();
    }

    /** The subscriber leaves. */
    public void close() {
        end(End.BY_SUBSCRIBER);
    }

    void end(End reason) {
        if (end.compareAndSet(null, reason)) {
            synchronized (this) {
                waiting.clear();
                states = 0;
            }
            wake.run();
        }
    }

    void wakeUp() {
        wake.run();
    }

    /** Called under the topic's monitor, so that a topic's messages keep their order. Wakes nobody. */
    void put(TopicMessage message) {
        if (end.get() != null) {
            return;
        }
        if (!fits(message)) {
            end(End.TOO_SLOW);
        }
    }

    private synchronized boolean fits(TopicMessage message) {
        if (message.type() == TopicMessage.Type.TELEMETRY) {
            TopicMessage unread = waiting.remove(message.topic());
            waiting.put(message.topic(), unread == null ? message : merged(unread, message));
            return true;
        }
        if (states >= statesMax) {
            return false;
        }
        states++;
        waiting.put(new Object(), message);
        return true;
    }

    static TopicMessage merged(TopicMessage unread, TopicMessage newer) {
        TopicData data = newer.data().over(unread.data());
        return new TopicMessage(newer.topic(), newer.seq(), newer.type(), newer.at(), data);
    }

    /** Why a subscription ended. */
    public enum End {
        BY_SUBSCRIBER,
        /** More state waited than a mailbox holds. Come back with the last number read. */
        TOO_SLOW,
        /** The state to begin with could not be had; try again later. */
        SNAPSHOT_UNAVAILABLE,
        /** What the topic is about does not exist. */
        NO_SUCH_THING,
        TOO_MANY_TOPICS,
        GATEWAY_STOPPING
    }
}
