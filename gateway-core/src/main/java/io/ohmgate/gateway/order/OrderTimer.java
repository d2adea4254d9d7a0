package io.ohmgate.gateway.order;

import java.time.Instant;

/** A timer of an order: a row with a due time, so that it outlives a restart. At most one a kind and order. */
public record OrderTimer(OrderId orderId, Kind kind, Instant dueAt) {
    /** What a timer is for. */
    public enum Kind {
        /** The pile said "not plugged" and waits for the plug; later than this it has given up. */
        PLUG_GRACE,
        /** Charging must be seen by then. */
        START_DEADLINE,
        /** The charge has lasted as long as its driver, or anybody, may want. */
        CHARGE_LIMIT,
        /** Time to write the stop again. */
        STOP_RESEND,
        /** A stop unconfirmed for so long is a person's matter. */
        STOP_ALARM,
        /** The record should have come. */
        RECORD_DUE,
        /** The record will not come any more. */
        RECORD_GIVE_UP
    }
}
