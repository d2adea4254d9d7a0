package io.ohmgate.gateway.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic: its numbers, its last messages, and who listens. Guarded by its own monitor. Telemetry waits for its turn, a
 * second after the last or more when the node is busy, and only the latest is kept; so the ring holds what a returning subscriber must not miss.
 */
final class TopicChannel {
    static final int RING = 256;
    static final long TELEMETRY_EVERY_NANOS = 1_000_000_000L;

    final Topic topic;
    private final Deque<TopicMessage> ring = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>(2);
    private long seq;
    /** Messages up to here cannot be repeated any more. */
    private long forgottenSeq;

    private @Nullable TopicMessage lastTelemetry;
    private @Nullable TopicData pending;
    private Instant pendingAt = Instant.EPOCH;
    private long lastTelemetryNanos;
    private long idleSinceNanos;
    private boolean gone;

    TopicChannel(Topic topic, long seq, long nowNanos) {
        this.topic = topic;
        this.seq = seq;
        this.forgottenSeq = seq;
        this.idleSinceNanos = nowNanos;
        this.lastTelemetryNanos = nowNanos - TELEMETRY_EVERY_NANOS;
    }

    /** @return whom to wake once the monitor is left */
    synchronized List<Mailbox> state(TopicData data, Instant at) {
        // Values that wait were read before this change and must not come after it; a station's other guns still may.
        pending = pending instanceof TopicData.StationView ? data.over(pending) : null;
        TopicMessage message = next(TopicMessage.Type.STATE, data, at);
        if (ring.size() >= RING) {
            forgottenSeq = ring.removeFirst().seq();
        }
        ring.addLast(message);
        return deliver(message);
    }

    /** @return whom to wake, or null if the values wait for {@link #flush} */
    synchronized @Nullable List<Mailbox> telemetry(TopicData data, Instant at, long nowNanos, long everyNanos) {
        pending = pending == null ? data : data.over(pending);
        pendingAt = at;
        return nowNanos - lastTelemetryNanos < everyNanos ? null : emit(pending, nowNanos);
    }

    /** Sends values whose second is over. @return whom to wake, or null if they must still wait */
    synchronized @Nullable List<Mailbox> flush(long nowNanos, long everyNanos) {
        TopicData data = pending;
        if (data == null) {
            return List.of();
        }
        return nowNanos - lastTelemetryNanos < everyNanos ? null : emit(data, nowNanos);
    }

    private List<Mailbox> emit(TopicData data, long nowNanos) {
        pending = null;
        lastTelemetryNanos = nowNanos;
        TopicMessage message = next(TopicMessage.Type.TELEMETRY, data, pendingAt);
        TopicMessage before = lastTelemetry;
        lastTelemetry = before == null ? message : Mailbox.merged(before, message);
        return deliver(message);
    }

    private TopicMessage next(TopicMessage.Type type, TopicData data, Instant at) {
        seq++;
        return new TopicMessage(topic, seq, type, at, data);
    }

    private List<Mailbox> deliver(TopicMessage message) {
        if (listeners.isEmpty()) {
            return List.of();
        }
        List<Mailbox> awake = new ArrayList<>(listeners.size());
        listeners.removeIf(listener -> listener.mailbox.ended() != null);
        for (Listener listener : listeners) {
            if (!listener.awaitsSnapshot) {
                listener.mailbox.put(message);
                awake.add(listener.mailbox);
            }
        }
        return awake;
    }

    /**
     * Lets a mailbox listen.
     *
     * @return null if the channel was forgotten in the meantime; the caller takes a fresh one
     */
    synchronized @Nullable Joined join(Mailbox mailbox, @Nullable Long after, Instant now) {
        if (gone) {
            return null;
        }
        listeners.removeIf(listener -> listener.mailbox.equals(mailbox));
        boolean resumes = canResume(after);
        Listener listener = new Listener(mailbox, seq, !resumes && topic.kind().hasSnapshot());
        listeners.add(listener);
        if (resumes && after != null) {
            replay(mailbox, after);
        } else if (!listener.awaitsSnapshot && after != null) {
            mailbox.put(new TopicMessage(topic, seq, TopicMessage.Type.GAP, now, new TopicData.EventsMissed()));
        }
        return new Joined(listener, listener.awaitsSnapshot);
    }

    private boolean canResume(@Nullable Long after) {
        return after != null && after >= forgottenSeq && after <= seq;
    }

    /** The snapshot is older than nothing that was sent since it was asked for: those messages follow it. */
    synchronized void begin(Listener listener, TopicData snapshot, Instant at) {
        if (!listeners.contains(listener)) {
            return;
        }
        if (listener.joinedAt < forgottenSeq) {
            listener.mailbox.end(Mailbox.End.TOO_SLOW);
            return;
        }
        listener.awaitsSnapshot = false;
        listener.mailbox.put(new TopicMessage(topic, listener.joinedAt, TopicMessage.Type.SNAPSHOT, at, snapshot));
        replay(listener.mailbox, listener.joinedAt);
    }

    private void replay(Mailbox mailbox, long after) {
        TopicMessage telemetry = lastTelemetry;
        boolean due = telemetry != null && telemetry.seq() > after;
        for (TopicMessage message : ring) {
            if (due && telemetry != null && telemetry.seq() < message.seq()) {
                mailbox.put(telemetry);
                due = false;
            }
            if (message.seq() > after) {
                mailbox.put(message);
            }
        }
        if (due && telemetry != null) {
            mailbox.put(telemetry);
        }
    }

    synchronized void leave(Mailbox mailbox, long nowNanos) {
        if (listeners.removeIf(listener -> listener.mailbox.equals(mailbox)) && listeners.isEmpty()) {
            idleSinceNanos = nowNanos;
        }
    }

    /**
     * Forgets the topic if nobody has listened for long.
     *
     * @return the number to go on from if the topic comes back, or -1 if it stays
     */
    synchronized long forget(long nowNanos, long lingerNanos) {
        if (listeners.removeIf(listener -> listener.mailbox.ended() != null) && listeners.isEmpty()) {
            idleSinceNanos = nowNanos;
        }
        if (gone || !listeners.isEmpty() || nowNanos - idleSinceNanos < lingerNanos) {
            return -1;
        }
        gone = true;
        return seq;
    }

    synchronized List<Mailbox> everybody() {
        return listeners.stream().map(listener -> listener.mailbox).toList();
    }

    /** One mailbox at this topic. */
    static final class Listener {
        private final Mailbox mailbox;
        private final long joinedAt;
        private boolean awaitsSnapshot;

        Listener(Mailbox mailbox, long joinedAt, boolean awaitsSnapshot) {
            this.mailbox = mailbox;
            this.joinedAt = joinedAt;
            this.awaitsSnapshot = awaitsSnapshot;
        }
    }

    record Joined(Listener listener, boolean awaitsSnapshot) {}
}
