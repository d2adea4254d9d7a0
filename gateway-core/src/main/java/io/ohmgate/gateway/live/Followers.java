package io.ohmgate.gateway.live;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * Other nodes that hear of topics: one mailbox a node, so that what it is slow to take is conflated here. They are told
 * only what happened on this node, so that no two nodes tell each other the same for ever.
 */
final class Followers {
    /** A node has many topics: all guns of a region may go offline in the same second. */
    static final int STATES_MAX = 50_000;

    private final ConcurrentHashMap<Topic, Set<Mailbox>> byTopic = new ConcurrentHashMap<>();
    private final Scheduler deliveries;

    Followers(Scheduler deliveries) {
        this.deliveries = deliveries;
    }

    boolean none() {
        return byTopic.isEmpty();
    }

    /** Costs a look if nobody follows anything. */
    void tell(Topic topic, TopicMessage.Type type, TopicData data, Instant at) {
        if (byTopic.isEmpty()) {
            return;
        }
        Set<Mailbox> followers = byTopic.get(topic);
        if (followers != null) {
            TopicMessage message = new TopicMessage(topic, 0, type, at, data);
            for (Mailbox follower : followers) {
                follower.put(message);
                follower.wakeUp();
            }
        }
    }

    /** Tells what is wished for until the reader leaves or is too slow; {@code begun} says how a topic stands. */
    Flux<TopicMessage> follow(Flux<TopicWish> wishes, Beginning begun) {
        return Flux.create(sink -> new Follower(sink, begun).start(wishes), FluxSink.OverflowStrategy.ERROR);
    }

    /** How things stand on this node when a topic begins to be followed; null if it knows nothing of it. */
    interface Beginning {
        @Nullable
        TopicMessage of(Topic topic);
    }

    /** One node that listens. */
    private final class Follower {
        private final FluxSink<TopicMessage> sink;
        private final Beginning begun;
        private final Set<Topic> topics = ConcurrentHashMap.newKeySet();
        private final Mailbox mailbox;
        private final MailboxReader reader;

        Follower(FluxSink<TopicMessage> sink, Beginning begun) {
            this.sink = sink;
            this.begun = begun;
            this.reader = new MailboxReader(sink, deliveries);
            this.mailbox = new Mailbox(reader::wake, STATES_MAX);
        }

        void start(Flux<TopicWish> wishes) {
            reader.read(mailbox);
            Disposable wishing = wishes.subscribe(this::wished, sink::error, sink::complete);
            sink.onDispose(() -> {
                wishing.dispose();
                mailbox.close();
                topics.forEach(this::leave);
            });
        }

        private void wished(TopicWish wish) {
            if (!wish.wanted()) {
                topics.remove(wish.topic());
                leave(wish.topic());
                return;
            }
            if (topics.size() < EventHub.TOPICS_MAX && topics.add(wish.topic())) {
                byTopic.compute(wish.topic(), (topic, known) -> {
                    Set<Mailbox> into = known == null ? ConcurrentHashMap.newKeySet(2) : known;
                    into.add(mailbox);
                    return into;
                });
            }
            TopicMessage now = begun.of(wish.topic());
            if (now != null) {
                mailbox.put(now);
                mailbox.wakeUp();
            }
        }

        private void leave(Topic topic) {
            byTopic.computeIfPresent(topic, (same, known) -> {
                known.remove(mailbox);
                return known.isEmpty() ? null : known;
            });
        }
    }
}
