package io.ohmgate.simulator.scenario;

import io.ohmgate.simulator.scenario.Scenario.Side;
import io.ohmgate.simulator.scenario.Verdict.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plays scenarios against a platform, or against a pile, one after the other. Waits on the calling thread. */
public final class Certification {
    private final Opposite opposite;
    private final @Nullable Predicate<String> asker;
    private final InstantSource clock;

    /** @param asker makes the other side's people do something; null if nobody is there, and those scenarios are skipped */
    public Certification(Opposite opposite, @Nullable Predicate<String> asker, InstantSource clock) {
        this.opposite = opposite;
        this.asker = asker;
        this.clock = clock;
    }

    public Verdict play(Scenario scenario) throws InterruptedException {
        Predicate<String> people = asker;
        if (people == null) {
            if (scenario.asks()) {
                return new Verdict(
                        scenario,
                        Outcome.SKIPPED,
                        "needs somebody on the other side: --trigger or --attended",
                        Duration.ZERO,
                        List.of());
            }
            people = nobody -> false;
        }
        try (Stage stage = scenario.certifies() == Side.PLATFORM
                ? new PileStage(scenario, opposite)
                : new PlatformStage(scenario, opposite, clock)) {
            return new ScenarioRun(scenario, stage, people, clock).play();
        }
    }
}
