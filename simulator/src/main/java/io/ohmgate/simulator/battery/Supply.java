package io.ohmgate.simulator.battery;

/** What a pile supplies: direct current (直流) past the vehicle's charger, or alternating current (交流) through it. */
public enum Supply {
    DC,
    AC
}
