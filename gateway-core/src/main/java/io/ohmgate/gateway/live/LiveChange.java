package io.ohmgate.gateway.live;

import java.time.Instant;

/** A gun before and after something was told of it. {@code state}: not only its values are others. */
public record LiveChange(GunLive before, GunLive after, boolean state) {
    /** How often a gun that says the same again and again is shown to other nodes all the same. */
    static final int SHOWN_EVERY_SECONDS = 60;

    /**
     * Whether those who only look now and then should be given it: it tells something new, or its minute is over. Each gun
     * has its own minute, so that fifteen thousand idle ones are spread over it.
     */
    public boolean worthShowing() {
        return !after.tellsTheSameAs(before) || minute(before) != minute(after);
    }

    private static long minute(GunLive gun) {
        Instant at = gun.reportedAt();
        return at == null
                ? -1
                : Math.floorDiv(
                        at.getEpochSecond() + Math.floorMod(gun.gun().hashCode(), SHOWN_EVERY_SECONDS),
                        SHOWN_EVERY_SECONDS);
    }
}
