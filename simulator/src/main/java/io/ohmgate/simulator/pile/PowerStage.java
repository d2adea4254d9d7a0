package io.ohmgate.simulator.pile;

import io.ohmgate.simulator.battery.Battery;
import io.ohmgate.simulator.battery.Vehicle;
import org.jspecify.annotations.Nullable;

/** Meter, contactor and what hangs on them: where energy flows and is counted. Belongs to its gun. */
final class PowerStage {
    private static final int SUBSTEPS_MAX = 600;
    private static final int SUBSTEP_MILLIS = 1_000;

    private final GunHost host;
    private EnergyMeter meter;
    private @Nullable Vehicle vehicle;
    private int watts;

    PowerStage(GunHost host, EnergyMeter meter) {
        this.host = host;
        this.meter = meter;
    }

    EnergyMeter meter() {
        return meter;
    }

    @Nullable
    Vehicle vehicle() {
        return vehicle;
    }

    int watts() {
        return watts;
    }

    void plug(Vehicle arriving) {
        vehicle = arriving;
    }

    @Nullable
    Vehicle unplug() {
        Vehicle leaving = vehicle;
        vehicle = null;
        return leaving;
    }

    void open() {
        watts = 0;
    }

    /** @param millis of the clock; battery and meter live {@code timeLapse} times as long */
    @Nullable
    StopReason flow(Charge charge, int level, long millis) {
        long virtual = millis * host.behaviour().timeLapse();
        long substep = Math.max(SUBSTEP_MILLIS, Math.ceilDiv(virtual, SUBSTEPS_MAX));
        StopReason stop = null;
        while (virtual > 0 && stop == null) {
            stop = flowOnce(charge, level, Math.min(virtual, substep));
            virtual -= substep;
        }
        return stop;
    }

    private @Nullable StopReason flowOnce(Charge charge, int level, long millis) {
        Vehicle here = vehicle;
        if (here == null) {
            return StopReason.PLUG_LOST;
        }
        int offered = host.offeredWatts();
        Battery.Charged charged = here.battery().charge(host.spec().supply(), offered, millis);
        long left = charge.pulsesLeft(level);
        boolean usedUp = meter.plus(charged.deliveredMillijoules()).pulsesSince(meter) > left;
        if (usedUp) {
            // The contactor opens within the second, when the last affordable pulse has been counted.
            long affordable = Math.max(0, left * EnergyMeter.PULSE_MILLIJOULES - meter.remainderMillijoules());
            long shorter = millis * affordable / charged.deliveredMillijoules();
            charged = here.battery().charge(host.spec().supply(), offered, shorter);
        }
        EnergyMeter next = meter.plus(charged.deliveredMillijoules());
        charge.count(level, next.pulsesSince(meter));
        meter = next;
        watts = charged.watts();
        Vehicle fuller = here.after(charged);
        vehicle = fuller;
        if (usedUp) {
            return StopReason.BALANCE_USED_UP;
        }
        return fuller.wantsMore() && charged.watts() > 0 ? null : StopReason.BATTERY_FULL;
    }
}
