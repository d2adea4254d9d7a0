package io.ohmgate.gateway.link;

/** Why a charge ended by the pile's own word, whatever its protocol's codes are. */
public enum EndCause {
    /** We asked for it. */
    STOPPED_REMOTELY,
    FULL,
    /** The energy, money or time that the pile was given. */
    LIMIT_REACHED,
    STOPPED_AT_PILE,
    /** It never began. */
    START_FAILED,
    HOLD_SPENT,
    UNPLUGGED,
    VEHICLE,
    EMERGENCY_STOP,
    POWER_LOST,
    PILE_FAULT,
    /** None was told, or one that nobody knows. */
    UNKNOWN
}
