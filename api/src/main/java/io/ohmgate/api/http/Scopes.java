package io.ohmgate.api.http;

import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.Scope;

/** Whose rows a caller may touch: made from the token and from nothing else. */
public final class Scopes {
    private Scopes() {}

    public static Scope of(Caller caller) {
        return switch (caller) {
            case Caller.Staff staff -> of(staff);
            case Caller.Driver driver -> of(driver);
        };
    }

    public static Scope.TenantStaff of(Caller.Staff staff) {
        return new Scope.TenantStaff(staff.tenantId(), staff.staffId());
    }

    public static Scope.Driver of(Caller.Driver driver) {
        return new Scope.Driver(driver.tenantId(), driver.driverId());
    }
}
