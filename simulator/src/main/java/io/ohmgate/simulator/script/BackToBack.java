package io.ohmgate.simulator.script;

import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.RandomVehicles;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One charge after the other, each about as long as asked. */
final class BackToBack implements GunScript {
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Starter starter;
    private final Duration charge;
    private final Duration pause;
    private final RandomGenerator random;
    private Instant due;
    private Instant leaveAt = Instant.MAX;

    BackToBack(Instant first, Starter starter, Duration charge, Duration pause, RandomGenerator random) {
        this.due = first.plusMillis(random.nextLong(1, Math.max(2, pause.toMillis())));
        this.starter = starter;
        this.charge = charge;
        this.pause = pause;
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
            leaveAt = Instant.MAX;
            return online ? new DriverAct.Plug(RandomVehicles.next(random)) : null;
        }
        return switch (gun.doing()) {
            case IDLE -> leaveAt.equals(Instant.MAX) ? starter.start(random) : leave(now);
            case CHARGING -> whileCharging(now);
            case ANSWERING, WAITING_FOR_PLUG, WAITING_FOR_PLATFORM, STARTING, ENDING -> null;
        };
    }

    private @Nullable DriverAct whileCharging(Instant now) {
        if (leaveAt.equals(Instant.MAX)) {
            leaveAt = now.plusMillis(charge.toMillis() * random.nextInt(70, 131) / 100);
        }
        return now.isBefore(leaveAt) ? null : new DriverAct.PressStop();
    }

    private DriverAct leave(Instant now) {
        due = now.plusMillis(Math.max(1, pause.toMillis() * random.nextInt(50, 151) / 100));
        return new DriverAct.Unplug();
    }
}
