package io.ohmgate.billing.ledger;

/**
 * An account (账户) of one tenant. The balance of any account is the sum of its entries. It is <b>positive when we owe</b>
 * (a driver's wallet) or have earned (revenue), and negative when somebody owes us (a receivable) or has paid in
 * (funding); over all accounts the sum is zero.
 *
 * @param driverId the driver it belongs to, {@link #NO_DRIVER} for the tenant's own accounts
 */
public record AccountRef(long tenantId, Kind kind, long driverId) {
    public static final long NO_DRIVER = 0;

    /** @throws IllegalArgumentException if a driver's account has no driver, or another has one */
    public AccountRef {
        if (tenantId <= 0 || driverId < 0 || kind.ofDriver() != (driverId != NO_DRIVER)) {
            throw new IllegalArgumentException("no such account: " + kind + " of " + tenantId + "/" + driverId);
        }
    }

    public static AccountRef of(long tenantId, Kind kind) {
        return new AccountRef(tenantId, kind, NO_DRIVER);
    }

    /** What an account is for. The names are kept in the database. */
    public enum Kind {
        /** A driver's money with us (钱包). Positive: we owe it to the driver. */
        DRIVER_WALLET(true),
        /** Unpaid orders (欠费). Negative: the driver owes it to us. */
        DRIVER_RECEIVABLE(true),
        /** Earned with electricity (电费收入). */
        REVENUE_ELECTRICITY(false),
        /** Earned with service fees (服务费收入). */
        REVENUE_SERVICE(false),
        /** Where test money comes from. Negative: so much has been handed out. */
        TEST_FUNDING(false),
        /** Received, but not known for whom (待查). */
        SUSPENSE(false);

        private final boolean ofDriver;

        Kind(boolean ofDriver) {
            this.ofDriver = ofDriver;
        }

        public boolean ofDriver() {
            return ofDriver;
        }
    }
}
