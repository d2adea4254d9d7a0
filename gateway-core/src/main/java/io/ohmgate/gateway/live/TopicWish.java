package io.ohmgate.gateway.live;

/** Another node's wish to hear of a topic, or not to hear of it any more. */
public record TopicWish(Topic topic, boolean wanted) {}
