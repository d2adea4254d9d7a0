package io.ohmgate.ykc.words;

/** Whose matter a code is. */
public enum Cause {
    /** As it should be. */
    NORMAL,
    DRIVER,
    MONEY,
    VEHICLE,
    /** The pile must be repaired or looked at. */
    EQUIPMENT,
    UNKNOWN
}
