package io.ohmgate.simulator.script;

import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.RandomVehicles;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Keeps a vehicle at the gun: a full one is driven away, and the next one comes. */
final class Stay implements GunScript {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Instant due;

    Stay(Instant first, RandomGenerator random) {
        this.due = first;
        this.random = random;
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public @Nullable DriverAct act(GunView gun, boolean online, Instant now) {
        due = now.plus(LOOK);
        if (gun.vehicle() == null) {
            return new DriverAct.Plug(RandomVehicles.next(random));
        }
        boolean done = gun.doing() == GunView.Doing.IDLE && !gun.vehicle().wantsMore();
        return done ? new DriverAct.Unplug() : null;
    }
}
