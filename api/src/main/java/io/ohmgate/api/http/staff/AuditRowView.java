package io.ohmgate.api.http.staff;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.ohmgate.api.account.AuditLog;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** One thing that staff did, or tried to. */
public record AuditRowView(
        long id,
        Instant at,
        String actor,
        String action,
        String objectId,
        String result,
        @JsonRawValue @Schema(type = "object") String details,
        String sourceIp,
        String requestId) {
    static AuditRowView of(AuditLog.Row row) {
        return new AuditRowView(
                row.id(),
                row.at(),
                row.actor(),
                row.action(),
                row.objectId(),
                row.result(),
                row.details(),
                row.sourceIp(),
                row.requestId());
    }
}
