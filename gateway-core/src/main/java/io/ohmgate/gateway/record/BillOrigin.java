package io.ohmgate.gateway.record;

/** What a bill rests on. */
public enum BillOrigin {
    /** The pile's record, settled by itself. */
    RECORD,
    /** The pile's record, accepted by a person. */
    ACCEPTED,
    /** An energy or a sum that a person stated. */
    STATED,
    /** The last live values, on a person's word. */
    ESTIMATED,
    /** Nothing is to be paid, on a person's word. */
    VOIDED;

    /** Whether a record of the charge that comes later replaces it (invariants A7). */
    public boolean withoutRecord() {
        return switch (this) {
            case STATED, ESTIMATED, VOIDED -> true;
            case RECORD, ACCEPTED -> false;
        };
    }
}
