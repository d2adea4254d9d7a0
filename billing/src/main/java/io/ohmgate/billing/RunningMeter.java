package io.ohmgate.billing;

import java.time.LocalTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The money so far of a charge that still runs, by our own tariff and the site's local time. It adds up energies, never
 * amounts, so that it does not matter in how many pieces the energy came. Immutable. What is finally paid comes from the
 * pile's record, not from here.
 */
public record RunningMeter(Tariff tariff, Map<PriceLevel, Energy> energies) {
    private static final long NANOS_OF_DAY = LocalTime.MAX.toNanoOfDay() + 1;

    public RunningMeter {
        Map<PriceLevel, Energy> byLevel = new EnumMap<>(PriceLevel.class);
        byLevel.putAll(energies);
        energies = Collections.unmodifiableMap(byLevel);
    }

    public static RunningMeter startingAt(Tariff tariff) {
        return new RunningMeter(tariff, Map.of());
    }

    public Energy energy() {
        return Energy.sum(energies.values());
    }

    /**
     * Energy delivered at one moment.
     *
     * @throws OutOfBoundsException if it comes to more than one order can be
     */
    public RunningMeter plus(Energy delta, LocalTime at) {
        return with(Map.of(tariff.levelAt(at), delta.tenThousandthsKwh()));
    }

    /**
     * Energy delivered evenly from one moment until another, which lies on the next day if it is not later. Shared out to
     * the levels by time.
     *
     * @throws OutOfBoundsException if it comes to more than one order can be
     */
    public RunningMeter plus(Energy delta, LocalTime from, LocalTime to) {
        return with(Rounding.allocate(delta.tenThousandthsKwh(), nanosPerLevel(from, to)));
    }

    /**
     * The pile tells how much it has delivered in all. A total that is smaller than before changes nothing: piles send
     * zeros in standby, and a delivery is never taken back.
     *
     * @throws OutOfBoundsException if it is more than one order can be
     */
    public RunningMeter upTo(Energy deliveredSoFar, LocalTime at) {
        Energy before = energy();
        return deliveredSoFar.compareTo(before) <= 0 ? this : plus(deliveredSoFar.minus(before), at);
    }

    /** The bill if the charge ended now. */
    public ChargingBill bill() {
        return Rating.bill(tariff, energies);
    }

    private RunningMeter with(Map<PriceLevel, Long> deltas) {
        Map<PriceLevel, Energy> sums = new EnumMap<>(PriceLevel.class);
        sums.putAll(energies);
        deltas.forEach((level, units) -> sums.merge(level, new Energy(units), Energy::plus));
        Bound.ENERGY_PER_ORDER.check(Energy.sum(sums.values()).tenThousandthsKwh());
        return new RunningMeter(tariff, sums);
    }

    private Map<PriceLevel, Long> nanosPerLevel(LocalTime from, LocalTime to) {
        long start = from.toNanoOfDay();
        long end = to.toNanoOfDay() + (to.isAfter(from) ? 0 : NANOS_OF_DAY);
        Map<PriceLevel, Long> nanos = new EnumMap<>(PriceLevel.class);
        while (start < end) {
            LocalTime time = LocalTime.ofNanoOfDay(start % NANOS_OF_DAY);
            long slotEnd = start - start % Tariff.SLOT.toNanos() + Tariff.SLOT.toNanos();
            nanos.merge(tariff.levelAt(time), Math.min(slotEnd, end) - start, Long::sum);
            start = slotEnd;
        }
        return nanos;
    }
}
