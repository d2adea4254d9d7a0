package io.ohmgate.api.push;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.WsTickets;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.api.view.LiveViews;
import io.ohmgate.gateway.session.PileDirectory;
import org.springframework.context.annotation.Bean;

/** What sockets and back ends share. Imported by whoever puts the gateway together. */
public class PushConfiguration {
    @Bean
    Callers longCallers(AccessTokens tokens, WsTickets tickets, Drivers drivers) {
        return new IssuedCallers(tokens, tickets, drivers);
    }

    @Bean
    TopicAccess topicAccess(PileDirectory directory, OrderLists orders, StationTables stations) {
        return new StoredTopicAccess(directory, orders, stations);
    }

    @Bean
    OrderViews liveOrderViews(OrderLists orders, LiveViews views) {
        return OrderViews.stored(orders, views);
    }
}
