package io.ohmgate.api.store;

/**
 * Whose rows a request may touch. It comes from the token alone, never from the request, and every method of a store that
 * serves people takes one: what is outside of it does not exist (invariants F1).
 */
public sealed interface Scope {
    /** The tenant all of whose rows are seen through this scope. */
    long tenantId();

    /** What stands in audit columns: who did it. */
    String actor();

    /** Whoever runs a tenant's business. What takes only this cannot be called for a driver. */
    sealed interface Operator extends Scope {}

    /** The people of one operator (运营商): everything of their tenant. */
    record TenantStaff(long tenantId, long staffId) implements Operator {
        @Override
        public String actor() {
            return "staff:" + staffId;
        }
    }

    /** A driver: what their operator shows to the public, and of orders and money only their own. */
    record Driver(long tenantId, long driverId) implements Scope {
        @Override
        public String actor() {
            return "driver:" + driverId;
        }
    }

    /** The platform itself, at work for one tenant: imports, demo, repair. Never made from a request. */
    record Platform(long tenantId) implements Operator {
        @Override
        public String actor() {
            return "platform";
        }
    }
}
