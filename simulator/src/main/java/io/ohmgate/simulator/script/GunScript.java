package io.ohmgate.simulator.script;

import io.ohmgate.simulator.pile.GunView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The people at one gun. Belongs to one thread. */
public interface GunScript {
    /** When to ask again; {@link Instant#MAX} for never. */
    Instant due();

    /** What somebody does now, or null. Called at or soon after {@link #due()}, which it moves on. */
    @Nullable
    DriverAct act(GunView gun, boolean online, Instant now);
}
