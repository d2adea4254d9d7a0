package io.ohmgate.gateway.live;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive.PriceNow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Guns that charge one vehicle (并充), seen as one: the first one's state, with the power, energy and money of all. */
final class ParallelLive {
    private ParallelLive() {}

    static GunLive together(GunLive main, ChargeLive charge, List<GunLive> others) {
        Telemetry sum = main.telemetry();
        ChargeLive all = charge;
        for (GunLive other : others) {
            sum = sum(sum, other.telemetry());
            all = other.charge() == null ? all : sum(all, other.charge());
        }
        return new GunLive(
                main.gun(),
                main.tenantId(),
                main.stationId(),
                main.state(),
                main.plugged(),
                main.homed(),
                main.faultBits(),
                sum,
                main.battery(),
                all,
                main.reportedAt());
    }

    /** Both guns feed one battery: its voltage is one, the currents add. */
    private static Telemetry sum(Telemetry one, Telemetry other) {
        Integer watts = other.outputWatts();
        Integer volts = one.outputDeciVolts();
        return new Telemetry(
                one.outputDeciVolts() == null ? other.outputDeciVolts() : one.outputDeciVolts(),
                watts == null || volts == null || volts == 0
                        ? plus(one.outputDeciAmperes(), other.outputDeciAmperes())
                        : plus(one.outputDeciAmperes(), Math.toIntExact(watts * 100L / volts)),
                one.cableCelsius(),
                one.socPercent() == null ? other.socPercent() : one.socPercent(),
                one.batteryMaxCelsius() == null ? other.batteryMaxCelsius() : one.batteryMaxCelsius(),
                one.chargedMinutes(),
                one.remainingMinutes() == null ? other.remainingMinutes() : one.remainingMinutes(),
                sum(one.charged(), other.charged()),
                sum(one.pileAmount(), other.pileAmount()));
    }

    private static @Nullable Integer plus(@Nullable Integer one, @Nullable Integer other) {
        return one == null ? other : Integer.valueOf(one + (other == null ? 0 : other));
    }

    private static @Nullable Energy sum(@Nullable Energy one, @Nullable Energy other) {
        return one == null ? other : other == null ? one : one.plus(other);
    }

    private static @Nullable Amount sum(@Nullable Amount one, @Nullable Amount other) {
        return one == null ? other : other == null ? one : one.plus(other);
    }

    private static ChargeLive sum(ChargeLive one, ChargeLive other) {
        return new ChargeLive(
                one.order(),
                one.state(),
                one.chargingSince() == null ? other.chargingSince() : one.chargingSince(),
                one.elapsed().compareTo(other.elapsed()) < 0 ? other.elapsed() : one.elapsed(),
                one.energy().plus(other.energy()),
                sum(one.price(), other.price()));
    }

    private static @Nullable PriceNow sum(@Nullable PriceNow one, @Nullable PriceNow other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Money electricity = one.electricity().plus(other.electricity());
        return new PriceNow(electricity, one.service().plus(other.service()), one.level(), one.price(), one.next());
    }
}
