package io.ohmgate.gateway.live;

/** A subscription was ended by the gateway; the reason is for the subscriber to hear. */
public final class SubscriptionEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Mailbox.End reason;

    SubscriptionEndedException(Mailbox.End reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Mailbox.End reason() {
        return reason;
    }
}
