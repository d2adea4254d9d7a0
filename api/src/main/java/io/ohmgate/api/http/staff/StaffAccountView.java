package io.ohmgate.api.http.staff;

import io.ohmgate.api.account.StaffUser;
import io.ohmgate.api.security.StaffRole;
import java.time.Instant;

/** A member of staff. */
public record StaffAccountView(String id, String username, StaffRole role, boolean disabled, Instant createdAt) {
    static StaffAccountView of(StaffUser user) {
        return new StaffAccountView(
                user.publicId(), user.username(), user.role(), user.disabledAt() != null, user.createdAt());
    }
}
