package io.ohmgate.gateway.order;

/** Why no order was opened. The names are stable codes of the interface; no command was sent. */
public enum StartRefusal {
    GUN_UNKNOWN,
    STATION_CLOSED,
    PILE_DISABLED,
    PILE_OFFLINE,
    /** The pile is there, but its session is believed less than its station asks for. */
    PILE_NOT_TRUSTED,
    /** Another device has just taken the pile's number over while it charged. */
    PILE_TAKEN_OVER,
    GUN_FAULTY,
    GUN_NOT_PLUGGED,
    GUN_BUSY,
    PILE_TARIFF_NOT_READY,
    /** The price is no longer the one that the driver was shown. */
    PRICE_CHANGED,
    STATION_AT_CAPACITY,
    NOT_PARALLEL,
    DRIVER_BARRED,
    BALANCE_TOO_LOW,
    UNPAID_ORDER,
    ORDER_ALREADY_RUNNING
}
