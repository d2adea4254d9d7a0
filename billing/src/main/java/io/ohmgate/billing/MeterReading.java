package io.ohmgate.billing;

/** What a pile's meter shows (电表读数) in 0.0001 kWh. It has 40 bits and starts over after the last value. */
public record MeterReading(long tenThousandthsKwh) {
    /** Also what a pile without a readable meter tells. */
    public static final MeterReading ZERO = new MeterReading(0);

    /** @throws OutOfBoundsException if it is negative or has more than 40 bits */
    public MeterReading {
        Bound.METER_READING.check(tenThousandthsKwh);
    }

    /** The energy between this reading and a later one, which is smaller if the meter has started over. */
    public Energy until(MeterReading later) {
        return new Energy((later.tenThousandthsKwh - tenThousandthsKwh) & Bound.METER_READING.max());
    }
}
