package io.ohmgate.gateway.live;

/** Hears which topics somebody on this node listens to, so that other nodes can be asked for them. Returns at once. */
public interface TopicInterest {
    /** Of a node that runs alone. */
    TopicInterest NOBODY = new TopicInterest() {
        @Override
        public void wanted(Topic topic) {}

        @Override
        public void unwanted(Topic topic) {}
    };

    void wanted(Topic topic);

    void unwanted(Topic topic);
}
