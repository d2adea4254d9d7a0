package io.ohmgate.loadtest.driver;

import io.ohmgate.loadtest.driver.Load.RecordLoad;
import io.ohmgate.loadtest.driver.Load.Traffic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a driver process is asked for, one line of JSON each, and what it answers. */
record Ask(
        Op op,
        long millis,
        int seconds,
        @Nullable Traffic traffic,
        @Nullable RecordLoad records) {
    enum Op {
        LOG_IN,
        DROP_ALL,
        TRAFFIC,
        WINDOW,
        RECORDS,
        SESSIONS,
        CONFIRMED,
        SEND_AGAIN,
        END
    }

    static Ask plain(Op op) {
        return new Ask(op, 0, 0, null, null);
    }

    record Answer(@Nullable Outcome outcome, int number, List<String> lines) {
        static Answer of(Outcome outcome) {
            return new Answer(outcome, 0, List.of());
        }

        static Answer of(int number) {
            return new Answer(null, number, List.of());
        }
    }
}
