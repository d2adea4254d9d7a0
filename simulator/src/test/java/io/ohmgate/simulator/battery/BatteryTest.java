package io.ohmgate.simulator.battery;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatteryTest {
    @Property(tries = 300)
    void energyIsConservedChargeRisesAndPowerStaysBelowEveryLimit(
            @ForAll @IntRange(min = 0, max = 1000) int soc,
            @ForAll @IntRange(min = -25, max = 60) int celsius,
            @ForAll @IntRange(min = 1_000, max = 400_000) int offered,
            @ForAll @IntRange(min = 1, max = 10_000) int millis,
            @ForAll Supply supply) {
        Battery battery = Battery.at(BatteryPack.FAMILY_CAR, soc, celsius);
        long before = battery.storedMillijoules();
        long delivered = 0;
        long heat = 0;
        for (int step = 0; step < 200; step++) {
            Battery.Charged charged = battery.charge(supply, offered, millis);
            assertThat(charged.watts()).isLessThanOrEqualTo(offered);
            assertThat(charged.deliveredMillijoules()).isLessThanOrEqualTo((long) charged.watts() * millis);
            assertThat(charged.battery().storedMillijoules()).isGreaterThanOrEqualTo(battery.storedMillijoules());
            delivered += charged.deliveredMillijoules();
            heat += charged.heatMillijoules();
            battery = charged.battery();
        }
        assertThat(delivered).isEqualTo(battery.storedMillijoules() - before + heat);
        assertThat(heat).isNotNegative();
    }

    @Test
    void powerTapersAboveEightyPercentAndTheVoltageRises() {
        int before = Integer.MAX_VALUE;
        int voltsBefore = 0;
        for (int soc = 800; soc < 1000; soc += 20) {
            Battery battery = Battery.at(BatteryPack.FAMILY_CAR, soc, 25);
            int watts = battery.acceptedWatts(Supply.DC, 200_000);
            int volts = battery.outputDecivolts(Supply.DC, watts);
            assertThat(watts).isLessThan(before);
            assertThat(volts).isGreaterThan(voltsBefore);
            before = watts;
            voltsBefore = volts;
        }
    }

    @Test
    void coldAndHotCellsTakeLess() {
        int mild = watts(25);

        assertThat(watts(-10)).isLessThan(mild / 2);
        assertThat(watts(52)).isLessThan(mild);
    }

    private static int watts(int celsius) {
        return Battery.at(BatteryPack.LARGE_CAR, 300, celsius).acceptedWatts(Supply.DC, 240_000);
    }

    @Test
    void alternatingCurrentIsLimitedByTheChargerOnBoard() {
        assertThat(Battery.at(BatteryPack.SMALL_CAR, 900, 25).acceptedWatts(Supply.AC, 11_000))
                .isEqualTo(BatteryPack.SMALL_CAR.onboardChargerWatts());
    }

    @Test
    void aFastChargeWarmsTheCells() {
        Battery battery = Battery.at(BatteryPack.FAMILY_CAR, 100, 25);
        for (int second = 0; second < 1_200; second++) {
            battery = battery.charge(Supply.DC, 120_000, 1_000).battery();
        }
        assertThat(battery.celsius()).isBetween(28, 45);
    }

    @Test
    void aFullBatteryTakesNothing() {
        assertThat(Battery.at(BatteryPack.FAMILY_CAR, 1000, 25)
                        .charge(Supply.DC, 120_000, 10_000)
                        .deliveredMillijoules())
                .isZero();
    }
}
