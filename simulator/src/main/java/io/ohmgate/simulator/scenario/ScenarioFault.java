package io.ohmgate.simulator.scenario;

/** A scenario file that says something it cannot say: where, what, and what to write instead. */
public final class ScenarioFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    ScenarioFault(String source, int line, String what, String remedy) {
        super(source + ":" + line + ": " + what + " — " + remedy);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
