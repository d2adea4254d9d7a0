package io.ohmgate.api.push;

import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.StationTables;
import io.ohmgate.gateway.live.Topic;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import reactor.core.publisher.Mono;

/**
 * Drivers hear their own orders, and the guns and open stations of their operator; staff hear everything of their tenant.
 * Guns are looked up in memory, the rest in the tables through the caller's own scope.
 */
record StoredTopicAccess(PileDirectory directory, OrderLists orders, StationTables stations) implements TopicAccess {
    @Override
    public Mono<Boolean> mayHear(Caller caller, Topic topic) {
        Scope scope = Scoped.of(caller);
        return switch (topic.kind()) {
            case ORDER -> orders.get(scope, new OrderId(topic.id())).hasElement();
            case GUN -> Mono.fromSupplier(() -> isOfTenant(caller, topic.id()));
            case STATION ->
                stations.get(scope, Long.parseLong(topic.id()))
                        .filter(station -> caller instanceof Caller.Staff || station.open())
                        .hasElement();
            case PILES, ORDERS -> Mono.just(false);
        };
    }

    private boolean isOfTenant(Caller caller, String digits) {
        if (digits.endsWith("00")) {
            return false;
        }
        GunId gun = GunId.parse(digits);
        PileEntry entry = directory.find(gun.pileNo());
        return entry != null && entry.tenantId() == caller.tenantId() && entry.has(gun);
    }
}
