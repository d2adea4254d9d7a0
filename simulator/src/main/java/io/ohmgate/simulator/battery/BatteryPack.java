package io.ohmgate.simulator.battery;

/**
 * What a vehicle brings (动力电池): its size, its nominal voltage, the most it takes from a DC pile,
 * and the limit of its on-board charger (车载充电机), which is what an AC pile feeds.
 */
public record BatteryPack(int capacityWattHours, int nominalDecivolts, int peakWatts, int onboardChargerWatts) {
    public static final BatteryPack SMALL_CAR = new BatteryPack(38_500, 3_200, 60_000, 6_600);
    public static final BatteryPack FAMILY_CAR = new BatteryPack(60_500, 3_600, 120_000, 7_000);
    public static final BatteryPack LARGE_CAR = new BatteryPack(100_000, 6_500, 240_000, 11_000);

    private static final long MILLIJOULES_PER_WATT_HOUR = 3_600_000;

    /** @throws IllegalArgumentException if a part is not positive */
    public BatteryPack {
        if (capacityWattHours <= 0 || nominalDecivolts <= 0 || peakWatts <= 0 || onboardChargerWatts <= 0) {
            throw new IllegalArgumentException("a battery has a size, a voltage and two limits, all above zero");
        }
    }

    public long capacityMillijoules() {
        return capacityWattHours * MILLIJOULES_PER_WATT_HOUR;
    }
}
