package io.ohmgate.api.failure;

import org.jspecify.annotations.Nullable;

/** The product cannot start; the message is the one line that the operator is shown. */
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES_MAX = 20;

    private final StartupProblem problem;

    StartupFailure(StartupProblem problem, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.problem = problem;
    }

    public StartupProblem problem() {
        return problem;
    }

    /** Finds the failure inside whatever Spring has wrapped around it. */
    public static @Nullable StartupFailure in(@Nullable Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < CAUSES_MAX; depth++) {
            if (each instanceof StartupFailure failure) {
                return failure;
            }
            each = each.getCause();
        }
        return null;
    }
}
