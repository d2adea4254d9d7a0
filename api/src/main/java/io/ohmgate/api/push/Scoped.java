package io.ohmgate.api.push;

import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.Scope;

/** Whose rows the holder of a long connection may touch: made from the token and from nothing else. */
public final class Scoped {
    private Scoped() {}

    public static Scope of(Caller caller) {
        return switch (caller) {
            case Caller.Staff staff -> new Scope.TenantStaff(staff.tenantId(), staff.staffId());
            case Caller.Driver driver -> new Scope.Driver(driver.tenantId(), driver.driverId());
        };
    }
}
