package io.ohmgate.gateway.record;

/** A kept record that waits to be settled; {@code attempts} failed before. */
public record PendingRecord(long recordId, int attempts) {}
