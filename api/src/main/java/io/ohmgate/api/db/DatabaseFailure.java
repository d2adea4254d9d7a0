package io.ohmgate.api.db;

/**
 * What a caller of {@link Database#transaction} must tell apart; all else is the work's own error, unchanged.
 *
 * <ul>
 *   <li>{@link Busy}: no connection could be had; nothing was done.
 *   <li>{@link Contended}: others held the rows through all attempts; nothing was done.
 *   <li>{@link OutcomeUnknown}: the connection was lost; it may or may not have been committed. Look it up by its key before
 *       anything is repeated.
 * </ul>
 *
 * They carry no stack of their own: there are many when there is least time for it, and the cause has one.
 */
public abstract sealed class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DatabaseFailure(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    public static final class Busy extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        Busy(String transaction, Throwable cause) {
            super("no database connection for " + transaction, cause);
        }
    }

    public static final class Contended extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        Contended(String transaction, Throwable cause) {
            super("others hold the rows of " + transaction, cause);
        }
    }

    public static final class OutcomeUnknown extends DatabaseFailure {
        private static final long serialVersionUID = 1L;

        OutcomeUnknown(String transaction, Throwable cause) {
            super("the connection was lost during " + transaction, cause);
        }
    }
}
