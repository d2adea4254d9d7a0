package io.ohmgate.simulator.battery;

/**
 * A vehicle that comes to a gun.
 *
 * @param vin 17 characters
 * @param targetSocPermille where the vehicle ends the charge by itself
 */
public record Vehicle(String vin, Battery battery, int targetSocPermille) {
    public static final int VIN_LENGTH = 17;
    public static final int FULL_PERMILLE = 1000;

    /** @throws IllegalArgumentException if the VIN has not 17 characters or the target is not 1 to 1000 */
    public Vehicle {
        if (vin.length() != VIN_LENGTH) {
            throw new IllegalArgumentException("a VIN has 17 characters, not \"" + vin + "\"");
        }
        if (targetSocPermille < 1 || targetSocPermille > FULL_PERMILLE) {
            throw new IllegalArgumentException("a target charge is 1 to 1000 per mille, not " + targetSocPermille);
        }
    }

    public static Vehicle of(String vin, BatteryPack pack, int socPermille) {
        return new Vehicle(vin, Battery.at(pack, socPermille, Battery.MILD_CELSIUS), FULL_PERMILLE);
    }

    public boolean wantsMore() {
        return battery.socPermille() < targetSocPermille;
    }

    Vehicle with(Battery next) {
        return new Vehicle(vin, next, targetSocPermille);
    }

    /** The vehicle after a while at the gun. */
    public Vehicle after(Battery.Charged charged) {
        return with(charged.battery());
    }
}
