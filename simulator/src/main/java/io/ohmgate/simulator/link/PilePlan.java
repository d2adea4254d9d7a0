package io.ohmgate.simulator.link;

import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;

/** One pile of a fleet: what it is, how it behaves, and who comes to it. */
public record PilePlan(PileSpec spec, Behaviour behaviour, PileScript script) {
    public static PilePlan good(PileSpec spec, PileScript script) {
        return new PilePlan(spec, Behaviour.GOOD, script);
    }

    /**
     * The plan with one more misbehaviour, given as {@code name} or {@code name=value}.
     *
     * @throws IllegalArgumentException if there is no such misbehaviour or the value does not fit
     */
    public PilePlan with(String quirk) {
        return new PilePlan(spec, behaviour.with(quirk), script);
    }
}
