package io.ohmgate.gateway.record;

/** How a record was kept. In every case its bytes are committed and the pile may be told. */
public sealed interface Kept {
    long recordId();

    /** The first record of its trade number: it is the one that settles. */
    record First(long recordId) implements Kept {}

    /** The same content again; {@code recordId} is the row that was there. */
    record Repeated(long recordId) implements Kept {}

    /** Another content under a trade number that has a record: kept beside it, never instead of it (invariants A3). */
    record OtherContent(long recordId) implements Kept {}
}
