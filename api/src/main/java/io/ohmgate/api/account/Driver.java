package io.ohmgate.api.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A driver (车主) as staff see them: the phone masked. */
public record Driver(
        long id,
        String publicId,
        long tenantId,
        Phone phone,
        @Nullable Instant barredAt,
        @Nullable String barReason,
        Instant createdAt) {}
