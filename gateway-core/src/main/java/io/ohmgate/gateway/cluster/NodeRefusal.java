package io.ohmgate.gateway.cluster;

/** A handler's no, by a stable word that crosses the link. */
public final class NodeRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    /** @param code in capitals, such as {@code PILE_OFFLINE} */
    public NodeRefusal(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** What is told of a failure: its own code, or the kind of it, but never its message. */
    public static String codeOf(Throwable failure) {
        return failure instanceof NodeRefusal refusal
                ? refusal.code
                : failure.getClass().getSimpleName();
    }
}
