package io.ohmgate.api.account;

/** What staff can do that is written down. The names are stored: never rename one. */
public enum AuditAction {
    STAFF_CREATED,
    STAFF_DISABLED,
    STAFF_ENABLED,
    STATION_CREATED,
    STATION_UPDATED,
    STATION_OPENED,
    STATION_CLOSED,
    STATION_TARIFF_ASSIGNED,
    TARIFF_CREATED,
    TARIFF_VERSION_CREATED,
    PILE_CREATED,
    PILES_IMPORTED,
    PILE_ENABLED,
    PILE_DISABLED,
    DRIVER_BARRED,
    DRIVER_UNBARRED,
    DRIVER_CREDITED,
    ORDER_STOPPED,
    FRAMES_EXPORTED
}
