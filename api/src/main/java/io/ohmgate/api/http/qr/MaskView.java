package io.ohmgate.api.http.qr;

import io.ohmgate.api.store.QrTables.TenantMask;
import java.time.Instant;

public record MaskView(String maskId, String name, String mask, String createdBy, Instant createdAt) {
    static MaskView of(TenantMask mask) {
        return new MaskView(Long.toString(mask.id()), mask.name(), mask.text(), mask.createdBy(), mask.createdAt());
    }
}
