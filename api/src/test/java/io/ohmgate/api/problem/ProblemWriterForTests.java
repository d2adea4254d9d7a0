package io.ohmgate.api.problem;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import tools.jackson.databind.json.JsonMapper;

/** The real writer, without the rest of the application. */
public final class ProblemWriterForTests {
    private ProblemWriterForTests() {}

    public static ProblemWriter writer() {
        return new ProblemWriter(JsonMapper.builder().build(), new ProblemCounters(new SimpleMeterRegistry()));
    }
}
