package io.ohmgate.billing.ledger;

import io.ohmgate.billing.Money;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Entries that belong together (凭证): all are written or none. They sum to zero, stay within one tenant and name each
 * account once. Kind and business key identify a journal for ever, so the same business is never booked twice.
 */
public record Journal(Kind kind, String businessKey, List<Entry> entries) {
    public static final int ENTRIES_MAX = 64;
    /** A caller's name, the longest idempotency key of HTTP, and the mark of a reversal; the column has some to spare. */
    public static final int BUSINESS_KEY_MAX = 96;

    private static final String REVERSAL_SEPARATOR = "/";

    /** @throws IllegalArgumentException if the entries are not a journal, or their sum is not zero (invariants C1) */
    public Journal {
        entries = List.copyOf(entries);
        if (entries.isEmpty() || entries.size() > ENTRIES_MAX) {
            throw new IllegalArgumentException("a journal has 1 to 64 entries, not " + entries.size());
        }
        if (businessKey.isBlank() || businessKey.length() > BUSINESS_KEY_MAX) {
            throw new IllegalArgumentException("a business key has 1 to 96 characters, not \"" + businessKey + "\"");
        }
        Set<AccountRef> accounts = new HashSet<>();
        Money sum = Money.ZERO;
        for (Entry entry : entries) {
            sum = sum.plus(entry.change());
            if (!accounts.add(entry.account())
                    || entry.account().tenantId()
                            != entries.getFirst().account().tenantId()) {
                throw new IllegalArgumentException("a journal names each account of one tenant once: " + entry);
            }
        }
        if (!sum.isZero()) {
            throw new IllegalArgumentException("a journal sums to zero, not to " + sum);
        }
    }

    /** By how much it changes the balance of an account; zero if it does not name it. */
    public Money changeOf(AccountRef account) {
        return entries.stream()
                .filter(entry -> entry.account().equals(account))
                .map(Entry::change)
                .findFirst()
                .orElse(Money.ZERO);
    }

    public long tenantId() {
        return entries.getFirst().account().tenantId();
    }

    /**
     * The journal that takes this one back. Its key follows from this one's, so it can be written only once.
     *
     * @throws IllegalArgumentException if this one is itself a reversal
     */
    public Journal reversal() {
        if (kind == Kind.REVERSAL) {
            throw new IllegalArgumentException("a reversal is not reversed; write the right journal instead");
        }
        return new Journal(
                Kind.REVERSAL,
                kind.code() + REVERSAL_SEPARATOR + businessKey,
                entries.stream().map(Entry::reversed).toList());
    }

    /** What is booked. The names are kept in the database. */
    public enum Kind {
        TEST_CREDIT("TC"),
        SETTLE_CHARGE("SC"),
        PAY_RECEIVABLE("PR"),
        /** What a driver had paid on a bill that was taken back goes from the receivable to the wallet. */
        RETURN_PAID("RP"),
        REVERSAL("RV");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** Two letters, for keys that name a journal by kind and key. */
        public String code() {
            return code;
        }
    }
}
