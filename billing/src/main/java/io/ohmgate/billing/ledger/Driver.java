package io.ohmgate.billing.ledger;

/** A driver as the ledger knows one: the tenant and the number. */
public record Driver(long tenantId, long driverId) {
    public AccountRef wallet() {
        return new AccountRef(tenantId, AccountRef.Kind.DRIVER_WALLET, driverId);
    }

    public AccountRef receivable() {
        return new AccountRef(tenantId, AccountRef.Kind.DRIVER_RECEIVABLE, driverId);
    }
}
