package io.ohmgate.simulator.pile;

/**
 * The energy meter of a gun (电表). It counts whole pulses of 0.0001 kWh and keeps what has not made a pulse yet, so that
 * nothing is lost between two charges. Everything a pile bills is made of these pulses: the levels of a record add up to
 * the difference of the meter because both count the same ones.
 */
public record EnergyMeter(long reading, long remainderMillijoules) {
    /** 0.0001 kWh. */
    public static final long PULSE_MILLIJOULES = 360_000;

    private static final long WRAP = 1L << 40;

    public static EnergyMeter reading(long tenThousandthsKwh) {
        return new EnergyMeter(Math.floorMod(tenThousandthsKwh, WRAP), 0);
    }

    /** The meter after so much energy; it wraps like the five bytes of the wire. */
    public EnergyMeter plus(long millijoules) {
        long sum = remainderMillijoules + millijoules;
        return new EnergyMeter((reading + sum / PULSE_MILLIJOULES) % WRAP, sum % PULSE_MILLIJOULES);
    }

    /** Pulses from {@code earlier} to here, over a wrap if there was one. */
    public long pulsesSince(EnergyMeter earlier) {
        return Math.floorMod(reading - earlier.reading, WRAP);
    }
}
