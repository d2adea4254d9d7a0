package io.ohmgate.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which fault strikes when. The same seed strikes the same. The first node is spared: it brings the database along. */
record FaultPlan(List<Strike> strikes) {
    FaultPlan {
        strikes = List.copyOf(strikes);
    }

    /** What can be done to a process from outside. */
    enum Fault {
        /** {@code kill -9}, and a restart some seconds later. */
        KILL_NODE,
        /** SIGSTOP, later SIGCONT. */
        PAUSE_NODE,
        PAUSE_REDIS,
        PAUSE_DATABASE
    }

    /** {@code node} counts from 0 and means something for nodes only. */
    record Strike(int second, Fault fault, int node, int lastsSeconds) {
        @Override
        public String toString() {
            return second + " s: " + fault
                    + (fault == Fault.KILL_NODE || fault == Fault.PAUSE_NODE ? " " + (node + 1) : "") + " for "
                    + lastsSeconds + " s";
        }
    }

    static FaultPlan of(long seed, int nodes, int seconds, int everySeconds) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> possible = nodes > 1 ? List.of(Fault.values()) : List.of(Fault.PAUSE_REDIS, Fault.PAUSE_DATABASE);
        List<Strike> strikes = new ArrayList<>();
        List<Fault> left = new ArrayList<>(possible);
        for (int second = everySeconds; second < seconds - everySeconds; second += everySeconds) {
            if (left.isEmpty()) {
                left.addAll(possible);
            }
            // Each kind once before any comes again: a short run sees them all.
            Fault fault = left.remove(random.nextInt(left.size()));
            int node = nodes > 1 ? 1 + random.nextInt(nodes - 1) : 0;
            strikes.add(new Strike(second, fault, node, 3 + random.nextInt(Math.max(1, everySeconds / 2))));
        }
        return new FaultPlan(strikes);
    }
}
