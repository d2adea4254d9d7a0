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
    private final ArrayDeque<PileCommand> stops = new ArrayDeque<>();
    private final ArrayDeque<PileCommand> others = new ArrayDeque<>();

    CommandLanes(int max) {
        this.max = max;
    }

    /** Returns the command that was dropped to make room, perhaps the one offered, or null. */
    @Nullable
    PileCommand offer(PileCommand command) {
        if (command instanceof PileCommand.StopCharging) {
            if (!stops.contains(command)) {
                stops.add(command);
            }
            return null;
        }
        if (others.size() < max) {
            others.add(command);
            return null;
        }
        PileCommand dropped = givesWay(command) ? null : dropOneThatGivesWay();
        if (dropped == null) {
            return command;
        }
        others.add(command);
        return dropped;
    }

    private @Nullable PileCommand dropOneThatGivesWay() {
        for (Iterator<PileCommand> waiting = others.iterator(); waiting.hasNext(); ) {
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
        PileCommand stop = stops.poll();
        return stop != null ? stop : others.poll();
    }

    int size() {
        return stops.size() + others.size();
    }

    void clear() {
        stops.clear();
        others.clear();
    }

    boolean isEmpty() {
        return stops.isEmpty() && others.isEmpty();
    }
}
