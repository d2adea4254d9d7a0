package io.ohmgate.gateway.order;

/** The trade number just minted is in the table already; the caller mints the next. */
public final class TradeNoTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TradeNoTakenException() {
        super("trade number taken", null, false, false);
    }
}
