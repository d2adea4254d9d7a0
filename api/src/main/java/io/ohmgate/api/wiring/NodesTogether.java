package io.ohmgate.api.wiring;

import io.ohmgate.api.nodes.AllowListNews;
import io.ohmgate.api.nodes.OperationRound;
import io.ohmgate.api.nodes.Sharing;
import io.ohmgate.api.nodes.TopicExchange;
import org.springframework.stereotype.Component;

/** What a node begins to do when it is one of several. A node that is alone begins nothing. */
@Component
record NodesTogether(Sharing sharing, TopicExchange topics, AllowListNews news, OperationRound operations) {
    void start() {
        if (sharing.shared()) {
            topics.start();
            news.start();
            operations.start();
        }
    }
}
