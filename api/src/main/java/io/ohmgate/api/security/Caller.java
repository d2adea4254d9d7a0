package io.ohmgate.api.security;

/**
 * Who calls, as the token says: the only source of tenant and owner there is. {@code tokenId} names the token without
 * opening anything, so that long connections can ask whether it still holds.
 */
public sealed interface Caller {
    long tenantId();

    long tokenId();

    /** Under which name idempotency keys and the audit log know this caller. */
    String key();

    record Staff(long tenantId, long staffId, String username, StaffRole role, long tokenId) implements Caller {
        @Override
        public String key() {
            return "staff:" + staffId;
        }
    }

    record Driver(long tenantId, long driverId, long tokenId) implements Caller {
        @Override
        public String key() {
            return "driver:" + driverId;
        }
    }
}
