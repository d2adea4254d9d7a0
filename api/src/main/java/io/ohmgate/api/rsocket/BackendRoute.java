package io.ohmgate.api.rsocket;

import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.Who;
import java.util.EnumSet;
import java.util.Optional;

/** Every route there is, and who may take it. What is done over REST as well is allowed to the same people. */
enum BackendRoute {
    EVENTS_PILES("events.piles", Kind.STREAM, Who.STAFF),
    EVENTS_ORDERS("events.orders", Kind.STREAM, Who.STAFF),
    ORDER_START("charging-orders.start", Kind.RESPONSE, RouteRule.ORDER_START.who()),
    ORDER_STOP("charging-orders.stop", Kind.RESPONSE, RouteRule.ORDER_STOP.who());

    private final String path;
    private final Kind kind;
    private final Who who;

    BackendRoute(String path, Kind kind, Who who) {
        this.path = path;
        this.kind = kind;
        this.who = who;
    }

    enum Kind {
        STREAM,
        RESPONSE
    }

    String path() {
        return path;
    }

    Who who() {
        return who;
    }

    static Optional<BackendRoute> find(Kind kind, String path) {
        return EnumSet.allOf(BackendRoute.class).stream()
                .filter(route -> route.kind == kind && route.path.equals(path))
                .findFirst();
    }
}
