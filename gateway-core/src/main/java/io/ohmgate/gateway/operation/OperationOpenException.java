package io.ohmgate.gateway.operation;

/** One of the kind is open at the pile or gun already: it has to end, or be taken back, first. */
public final class OperationOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long openId;

    public OperationOpenException(long openId) {
        // Expected: no stack trace.
        super("operation " + openId + " is open", null, false, false);
        this.openId = openId;
    }

    public long openId() {
        return openId;
    }
}
