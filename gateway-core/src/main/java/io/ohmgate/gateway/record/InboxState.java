package io.ohmgate.gateway.record;

/** What became of a kept record. Everything but PENDING is final until a person acts. */
public enum InboxState {
    PENDING,
    /** Billed and posted, perhaps with nothing to pay. */
    SETTLED,
    /** Its order waits for a person: the pile's account and ours are too far apart. */
    IN_REVIEW,
    /** Not believable, or another content under a settled trade number. */
    QUARANTINED,
    /** No order of ours; an orphan order was made for it. */
    ORPHANED,
    /** A person decided its order otherwise; it stays as evidence. */
    DECIDED
}
