package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.battery.Supply;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands on its type plate.
 *
 * @param ratedWatts of each gun
 */
public record PileSpec(PileNo pileNo, Supply supply, int guns, int ratedWatts) {
    /** @throws IllegalArgumentException if there are not 1 to 99 guns or no power */
    public PileSpec {
        if (guns < 1 || guns > GunId.GUN_NO_MAX) {
            throw new IllegalArgumentException("a pile has 1 to " + GunId.GUN_NO_MAX + " guns, not " + guns);
        }
        if (ratedWatts <= 0) {
            throw new IllegalArgumentException("a pile has a rated power above zero, not " + ratedWatts);
        }
    }

    /** The same plate with another number, as a clone has it. */
    PileSpec numbered(PileNo other) {
        return new PileSpec(other, supply, guns, ratedWatts);
    }

    /** {@code count} equal piles with running numbers, for load. */
    public static List<PileSpec> series(PileNo first, int count, Supply supply, int guns, int ratedWatts) {
        long start = Long.parseLong(first.digits());
        List<PileSpec> piles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            piles.add(new PileSpec(new PileNo("%014d".formatted(start + i)), supply, guns, ratedWatts));
        }
        return List.copyOf(piles);
    }
}
