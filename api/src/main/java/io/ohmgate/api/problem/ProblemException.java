package io.ohmgate.api.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expected failure with a name. It carries no stack trace: it is an answer, not an accident. */
public final class ProblemException extends RuntimeException {
    private final ProblemCode code;
    private final List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    private ProblemException(ProblemCode code, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(code.name(), null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ProblemCode code) {
        return new ProblemException(code, List.of(), null);
    }

    public static ProblemException of(ProblemCode code, String field, String message) {
        return new ProblemException(code, List.of(new FieldError(field, message)), null);
    }

    public static ProblemException of(ProblemCode code, List<FieldError> errors) {
        return new ProblemException(code, errors, null);
    }

    public static ProblemException retryAfter(ProblemCode code, Duration retryAfter) {
        return new ProblemException(code, List.of(), retryAfter);
    }

    public ProblemCode code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
