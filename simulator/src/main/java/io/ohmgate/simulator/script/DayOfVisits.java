package io.ohmgate.simulator.script;

import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.RandomVehicles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A gun through the day: few vehicles before dawn, peaks at noon and in the evening. A driver plugs in, starts, and
 * leaves when the battery is full enough for him or nothing happens; most stop and unplug, some just pull the plug.
 */
final class DayOfVisits implements GunScript {
    /** Minutes between two vehicles, by hour of the day. */
    private static final int[] PAUSE_MINUTES = {
        90, 120, 150, 180, 150, 90, 45, 30, 25, 25, 20, 12, 10, 15, 25, 25, 20, 12, 8, 8, 12, 20, 40, 60
    };

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_VISIT_MAX = Duration.ofMinutes(10);
    private static final int STAY_MINUTES_MIN = 12;
    private static final int STAY_MINUTES_MAX = 70;
    private static final int SOC_ENOUGH_MIN = 700;
    private static final int SOC_ENOUGH_MAX = 1000;
    private static final int RUDE_PERCENT = 5;

    private final ZoneId zone;
    private final Starter starter;
    private final RandomGenerator random;
    private Instant due;
    private Instant leaveAt = Instant.MAX;
    private int enoughPermille = SOC_ENOUGH_MAX;
    private boolean charged;
    private boolean tried;

    DayOfVisits(Instant start, ZoneId zone, Starter starter, RandomGenerator random) {
        this.zone = zone;
        this.starter = starter;
        this.random = random;
        this.due = start.plusMillis(random.nextLong(FIRST_VISIT_MAX.toMillis()));
    }

    @Override
    public Instant due() {
        return due;
    }

    @Override
    public @Nullable DriverAct act(GunView gun, boolean online, Instant now) {
        due = now.plus(LOOK);
        if (gun.vehicle() == null) {
            return arrive(now);
        }
        return switch (gun.doing()) {
            case IDLE -> beforeOrAfter(now);
            case CHARGING -> whileCharging(gun, now);
            case ANSWERING, WAITING_FOR_PLUG, WAITING_FOR_PLATFORM, STARTING, ENDING -> null;
        };
    }

    private DriverAct arrive(Instant now) {
        charged = false;
        tried = false;
        leaveAt = now.plus(PATIENCE);
        enoughPermille = random.nextInt(SOC_ENOUGH_MIN, SOC_ENOUGH_MAX + 1);
        return new DriverAct.Plug(RandomVehicles.next(random));
    }

    private @Nullable DriverAct beforeOrAfter(Instant now) {
        if (charged || !now.isBefore(leaveAt)) {
            return leave(now);
        }
        if (tried) {
            return null;
        }
        tried = true;
        return starter.start(random);
    }

    private @Nullable DriverAct whileCharging(GunView gun, Instant now) {
        if (!charged) {
            charged = true;
            leaveAt = now.plusSeconds(60L * random.nextInt(STAY_MINUTES_MIN, STAY_MINUTES_MAX));
        }
        boolean enough = gun.vehicle() != null && gun.vehicle().battery().socPermille() >= enoughPermille;
        if (!enough && now.isBefore(leaveAt)) {
            return null;
        }
        return random.nextInt(100) < RUDE_PERCENT ? leave(now) : new DriverAct.PressStop();
    }

    private DriverAct leave(Instant now) {
        int mean = PAUSE_MINUTES[now.atZone(zone).getHour()];
        due = now.plusSeconds(30 + random.nextInt(120 * mean));
        return new DriverAct.Unplug();
    }
}
