package io.ohmgate.simulator.pile;

import io.ohmgate.simulator.battery.BatteryPack;
import io.ohmgate.simulator.battery.Vehicle;
import java.util.List;
import java.util.random.RandomGenerator;

/** Vehicles as they come: three sizes, most of them between a tenth and a half full. */
public final class RandomVehicles {
    private static final List<BatteryPack> PACKS =
            List.of(BatteryPack.SMALL_CAR, BatteryPack.FAMILY_CAR, BatteryPack.LARGE_CAR);
    private static final int SOC_PERMILLE_MIN = 100;
    private static final int SOC_PERMILLE_MAX = 550;
    private static final String VIN_PREFIX = "LOHM";
    private static final int VIN_DIGITS = Vehicle.VIN_LENGTH - VIN_PREFIX.length();

    private RandomVehicles() {}

    public static Vehicle next(RandomGenerator random) {
        BatteryPack pack = PACKS.get(random.nextInt(PACKS.size()));
        return Vehicle.of(vin(random), pack, random.nextInt(SOC_PERMILLE_MIN, SOC_PERMILLE_MAX));
    }

    private static String vin(RandomGenerator random) {
        StringBuilder vin = new StringBuilder(VIN_PREFIX);
        for (int i = 0; i < VIN_DIGITS; i++) {
            vin.append((char) ('0' + random.nextInt(10)));
        }
        return vin.toString();
    }
}
