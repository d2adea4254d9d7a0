package io.ohmgate.gateway.order;

/** Where an order came from (订单来源). The names are stored: never rename one. */
public enum OrderOrigin {
    /** The driver's app, or a back end on the driver's behalf. */
    APP,
    /** A card shown at the pile. */
    CARD,
    /** The vehicle's own number, read by the pile: plug and charge. */
    VIN,
    /** A card that the pile accepted on its own while it was offline; the order was made from its record. */
    OFFLINE_CARD,
    /** The app, for two guns of one pile that charge one vehicle (并充). */
    PARALLEL,
    /** Nobody asked us: a record came without an order. */
    RECORD;

    /** Whether the pile waits for our answer to its own question, so that no start is sent to it. */
    public boolean atPile() {
        return this == CARD || this == VIN;
    }
}
