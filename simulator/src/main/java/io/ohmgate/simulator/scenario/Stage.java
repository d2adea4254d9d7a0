package io.ohmgate.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a scenario is played: the end that is not on trial. */
interface Stage extends AutoCloseable {
    /** Names a scenario may use, such as {@code ${pile}}. */
    Map<String, String> names();

    /**
     * Carries out a "do".
     *
     * @throws IllegalArgumentException if the words say nothing here; the message says what can be said
     */
    void act(List<String> words);

    void send(byte[] frame);

    /** The next thing the side on trial did, or null if nothing came in time. */
    @Nullable
    Heard next(Duration patience) throws InterruptedException;

    @Override
    void close();
}
