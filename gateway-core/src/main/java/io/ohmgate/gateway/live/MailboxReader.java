package io.ohmgate.gateway.live;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** Reads a mailbox into a stream as far as is requested, on threads that may take their time. */
final class MailboxReader {
    private final FluxSink<TopicMessage> sink;
    private final Scheduler deliveries;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Mailbox mailbox;

    MailboxReader(FluxSink<TopicMessage> sink, Scheduler deliveries) {
        this.sink = sink;
        this.deliveries = deliveries;
    }

    void read(Mailbox source) {
        mailbox = source;
        sink.onRequest(requested -> wake());
    }

    /** Many wakes while one reading is under way are one more reading. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            deliveries.schedule(this::drain);
        }
    }

    private void drain() {
        int missed = 1;
        do {
            Mailbox source = mailbox;
            if (source != null) {
                drain(source);
            }
            missed = wakes.addAndGet(-missed);
        } while (missed != 0);
    }

    private void drain(Mailbox source) {
        while (sink.requestedFromDownstream() > 0) {
            TopicMessage message = source.poll();
            if (message == null) {
                break;
            }
            sink.next(message);
        }
        Mailbox.End end = source.ended();
        if (end == Mailbox.End.BY_SUBSCRIBER) {
            sink.complete();
        } else if (end != null) {
            sink.error(new SubscriptionEndedException(end));
        }
    }
}
