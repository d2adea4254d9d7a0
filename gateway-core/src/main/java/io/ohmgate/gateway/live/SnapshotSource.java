package io.ohmgate.gateway.live;

import reactor.core.publisher.Mono;

/** The current state of what a topic is about; empty if there is no such thing. May read a database. */
@FunctionalInterface
public interface SnapshotSource {
    Mono<TopicData> snapshotOf(Topic topic);
}
