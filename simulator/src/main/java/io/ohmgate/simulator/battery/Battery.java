package io.ohmgate.simulator.battery;

/**
 * A battery at one moment. A value: {@link #charge} gives the next one.
 *
 * <p>Power follows the state of charge (a short ramp, a plateau, a taper above 80 %), is derated when the cells are cold
 * or hot, and heats them; they cool towards the ambient. Energy is kept in whole millijoules: what the meter counted is
 * what was stored plus what became heat, to the last one.
 */
public record Battery(BatteryPack pack, long storedMillijoules, long microCelsius, int ambientCelsius) {
    public static final int MILD_CELSIUS = 25;

    /** No step is longer, so that taper and temperature are followed and not jumped over. */
    public static final long STEP_MILLIS_MAX = 10_000;

    private static final int PERMILLE = 1000;
    private static final long MICRO = 1_000_000;
    private static final int DC_EFFICIENCY_PERMILLE = 970;
    private static final int AC_EFFICIENCY_PERMILLE = 920;
    private static final long HEAT_JOULES_PER_KELVIN_AND_WATT_HOUR = 6;
    private static final long COOLING_MILLIS = 1_800_000;
    private static final int AC_PHASE_DECIVOLTS = 2_200;
    private static final int AC_THREE_PHASE_DECIVOLTS = 3_800;
    private static final int AC_PHASE_WATTS_MAX = 7_040;

    private static final Curve DC_PERMILLE_BY_SOC = Curve.through(0, 650, 80, 1000, 800, 1000, 1000, 60);
    private static final Curve PERMILLE_BY_CELSIUS =
            Curve.through(-20, 80, 0, 300, 15, 1000, 45, 1000, 55, 350, 60, 100);
    private static final Curve VOLTAGE_PERMILLE_BY_SOC =
            Curve.through(0, 850, 100, 930, 500, 985, 800, 1030, 1000, 1100);

    /** What a step of charging did; {@code delivered = stored + heat}. */
    public record Charged(Battery battery, long deliveredMillijoules, long heatMillijoules, int watts) {}

    /** @throws IllegalArgumentException if more is stored than fits */
    public Battery {
        if (storedMillijoules < 0 || storedMillijoules > pack.capacityMillijoules()) {
            throw new IllegalArgumentException("a battery holds between nothing and its capacity");
        }
    }

    public static Battery at(BatteryPack pack, int socPermille, int celsius) {
        return new Battery(pack, pack.capacityMillijoules() / PERMILLE * socPermille, celsius * MICRO, celsius);
    }

    public int socPermille() {
        return (int) (storedMillijoules * PERMILLE / pack.capacityMillijoules());
    }

    public int socPercent() {
        return socPermille() / 10;
    }

    public int celsius() {
        return (int) Math.floorDiv(microCelsius, MICRO);
    }

    /** The power that flows if the pile offers so much. */
    public int acceptedWatts(Supply supply, int offeredWatts) {
        if (storedMillijoules >= pack.capacityMillijoules()) {
            return 0;
        }
        return switch (supply) {
            case AC -> Math.min(offeredWatts, pack.onboardChargerWatts());
            case DC -> Math.min(offeredWatts, dcLimitWatts());
        };
    }

    private int dcLimitWatts() {
        long byCharge = (long) pack.peakWatts() * DC_PERMILLE_BY_SOC.at(socPermille()) / PERMILLE;
        return (int) (byCharge * PERMILLE_BY_CELSIUS.at(celsius()) / PERMILLE);
    }

    /**
     * The voltage at the gun. DC: rises with the charge, and a little with the power. AC: of one phase, or between
     * phases if the power needs three; current is then the one that gives the power at this voltage.
     */
    public int outputDecivolts(Supply supply, int watts) {
        return switch (supply) {
            case AC -> watts <= AC_PHASE_WATTS_MAX ? AC_PHASE_DECIVOLTS : AC_THREE_PHASE_DECIVOLTS;
            case DC -> openCircuitDecivolts() + (int) ((long) pack.nominalDecivolts() * watts / pack.peakWatts() / 100);
        };
    }

    private int openCircuitDecivolts() {
        return (int) ((long) pack.nominalDecivolts() * VOLTAGE_PERMILLE_BY_SOC.at(socPermille()) / PERMILLE);
    }

    /** Whole minutes until {@code targetPermille} at this power; 0 if nothing flows. */
    public int minutesUntil(int targetPermille, int watts) {
        long missing = pack.capacityMillijoules() / PERMILLE * targetPermille - storedMillijoules;
        return watts <= 0 || missing <= 0 ? 0 : (int) Math.min(missing / watts / 60_000, Integer.MAX_VALUE);
    }

    /**
     * Charges for a while.
     *
     * @throws IllegalArgumentException if the step is longer than {@link #STEP_MILLIS_MAX}
     */
    public Charged charge(Supply supply, int offeredWatts, long millis) {
        if (millis < 0 || millis > STEP_MILLIS_MAX) {
            throw new IllegalArgumentException("a step has 0 to " + STEP_MILLIS_MAX + " ms, not " + millis);
        }
        int watts = acceptedWatts(supply, offeredWatts);
        int efficiency = supply == Supply.DC ? DC_EFFICIENCY_PERMILLE : AC_EFFICIENCY_PERMILLE;
        long delivered = watts * millis;
        long stored = delivered * efficiency / PERMILLE;
        long room = pack.capacityMillijoules() - storedMillijoules;
        if (stored > room) {
            stored = room;
            delivered = Math.ceilDiv(stored * PERMILLE, efficiency);
        }
        long heat = delivered - stored;
        return new Charged(warmed(heat, millis, storedMillijoules + stored), delivered, heat, watts);
    }

    private Battery warmed(long heatMillijoules, long millis, long nextStored) {
        long heating = heatMillijoules * 1000 / (HEAT_JOULES_PER_KELVIN_AND_WATT_HOUR * pack.capacityWattHours());
        long cooling = (microCelsius - ambientCelsius * MICRO) * millis / COOLING_MILLIS;
        return new Battery(pack, nextStored, microCelsius + heating - cooling, ambientCelsius);
    }
}
