package io.ohmgate.simulator.link;

import io.ohmgate.simulator.pile.Behaviour;
import io.ohmgate.simulator.pile.PileSpec;
import io.ohmgate.simulator.script.PileScript;

/** One pile of a fleet: what it is, how it behaves, how it writes, and who comes to it. */
public record PilePlan(PileSpec spec, Behaviour behaviour, WireFormat wire, PileScript script) {
    public static PilePlan good(PileSpec spec, PileScript script) {
        return new PilePlan(spec, Behaviour.GOOD, WireFormat.GOOD, script);
    }
}
