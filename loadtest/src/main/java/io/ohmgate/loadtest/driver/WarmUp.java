package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.baseline.AckServer;
import io.ohmgate.loadtest.driver.Load.Traffic;
import java.util.List;

/**
 * A driver that has just started dials slower than a warm product answers, and would be measured instead of it. So it first
 * plays against a small server in its own process.
 */
final class WarmUp {
    private static final int SESSIONS = 1_000;
    private static final int WAVES = 3;
    private static final long SPREAD_MILLIS = 300;
    private static final int PATIENCE_SECONDS = 10;
    private static final int BEAT_MILLIS = 50;

    private WarmUp() {}

    static void of(Plan plan) throws InterruptedException {
        try (AckServer server = AckServer.start("127.0.0.1", 0, 1)) {
            Plan own = new Plan(
                    List.of("127.0.0.1:" + server.port()),
                    plan.firstPile(),
                    0,
                    1,
                    Math.min(SESSIONS, plan.count()),
                    plan.sources(),
                    plan.loops(),
                    plan.seed(),
                    plan.retryMillis(),
                    plan.login(),
                    plan.run());
            try (Fleet fleet = Fleet.start(own)) {
                fleet.traffic(new Traffic(BEAT_MILLIS, BEAT_MILLIS, 1));
                for (int wave = 0; wave < WAVES; wave++) {
                    fleet.dropAll();
                    fleet.logIn(SPREAD_MILLIS, PATIENCE_SECONDS);
                }
            }
        }
    }
}
