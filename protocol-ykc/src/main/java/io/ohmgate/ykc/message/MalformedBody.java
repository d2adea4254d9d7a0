package io.ohmgate.ykc.message;

/** A field without which a message means nothing is missing or unreadable. Thrown on the hot path: no stack trace. */
public final class MalformedBody extends RuntimeException {
    private final String field;
    private final Reason reason;

    /** Why a field could not be read. */
    public enum Reason {
        MISSING,
        NOT_DECIMAL,
        OUT_OF_RANGE,
        WRONG_LENGTH
    }

    public MalformedBody(String field, Reason reason) {
        super(field + ": " + reason, null, false, false);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public Reason reason() {
        return reason;
    }
}
