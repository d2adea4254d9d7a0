package io.ohmgate.api.push;

import io.ohmgate.api.security.Caller;
import io.ohmgate.gateway.live.Topic;
import reactor.core.publisher.Mono;

/** Whether a caller may hear a topic. What is somebody else's and what is not there are the same. */
@FunctionalInterface
public interface TopicAccess {
    Mono<Boolean> mayHear(Caller caller, Topic topic);
}
