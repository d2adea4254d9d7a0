package io.ohmgate.gateway.record;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.ledger.Journal;
import org.jspecify.annotations.Nullable;

/**
 * The bill that counts for an order now: the last one, {@code no} counting from 1. {@code recordId} is the record it was
 * decided with, if there was one; {@code journal} what booked it, null if there was nothing to pay.
 */
public record PostedBill(
        int no,
        BillOrigin origin,
        Money payable,
        Money fromWallet,
        Money owed,
        @Nullable Long recordId,
        @Nullable Journal journal) {
    /** Whether it was decided without any record, so that the first record replaces it (invariants A7). */
    public boolean waitsForRecord() {
        return recordId == null && origin.withoutRecord();
    }
}
