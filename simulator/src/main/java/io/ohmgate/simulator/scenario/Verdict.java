package io.ohmgate.simulator.scenario;

import java.time.Duration;
import java.util.List;

/** How a scenario ended. */
public record Verdict(Scenario scenario, Outcome outcome, String reason, Duration took, List<String> story) {
    public Verdict {
        story = List.copyOf(story);
    }

    /** Passed, failed, or not played for want of somebody on the other side. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
