package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.PileCommand;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Commands that wait for their turn on one connection. Stops overtake everything and are never dropped: there is one a
 * gun at most. When the other lane is full, questions and clocks give way first. Belongs to the event loop.
 */
final class CommandLanes {
    private final int max;
    /** Made when something waits and let go when nothing does: at any moment hardly any connection has commands. */
    private @Nullable ArrayDeque<PileCommand> stops;

    private @Nullable ArrayDeque<PileCommand> others;

    CommandLanes(int max) {
        this.max = max;
    }

    /** Returns the command that was dropped to make room, perhaps the one offered, or null. */
    @Nullable
    PileCommand offer(PileCommand command) {
        if (command instanceof PileCommand.StopCharging) {
            ArrayDeque<PileCommand> lane = stops == null ? new ArrayDeque<>(1) : stops;
            stops = lane;
            if (!lane.contains(command)) {
                lane.add(command);
            }
            return null;
        }
        ArrayDeque<PileCommand> lane = others == null ? new ArrayDeque<>(1) : others;
        others = lane;
        if (lane.size() < max) {
            lane.add(command);
            return null;
        }
        PileCommand dropped = givesWay(command) ? null : dropOneThatGivesWay(lane);
        if (dropped == null) {
            return command;
        }
        lane.add(command);
        return dropped;
    }

    private static @Nullable PileCommand dropOneThatGivesWay(ArrayDeque<PileCommand> lane) {
        for (Iterator<PileCommand> waiting = lane.iterator(); waiting.hasNext(); ) {
            PileCommand candidate = waiting.next();
            if (givesWay(candidate)) {
                waiting.remove();
                return candidate;
            }
        }
        return null;
    }

    private static boolean givesWay(PileCommand command) {
        return command instanceof PileCommand.ReadGun || command instanceof PileCommand.SetClock;
    }

    @Nullable
    PileCommand poll() {
        ArrayDeque<PileCommand> first = stops;
        if (first != null) {
            PileCommand stop = first.poll();
            stops = first.isEmpty() ? null : first;
            return stop;
        }
        ArrayDeque<PileCommand> lane = others;
        if (lane == null) {
            return null;
        }
        PileCommand other = lane.poll();
        others = lane.isEmpty() ? null : lane;
        return other;
    }

    int size() {
        return sizeOf(stops) + sizeOf(others);
    }

    void clear() {
        stops = null;
        others = null;
    }

    boolean isEmpty() {
        return stops == null && others == null;
    }

    private static int sizeOf(@Nullable ArrayDeque<PileCommand> lane) {
        return lane == null ? 0 : lane.size();
    }
}
