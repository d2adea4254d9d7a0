package io.ohmgate.api.account;

import io.ohmgate.api.security.StaffRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A member of an operator's staff, without the password. */
public record StaffUser(
        long id,
        String publicId,
        long tenantId,
        String username,
        StaffRole role,
        @Nullable Instant disabledAt,
        Instant createdAt) {}
