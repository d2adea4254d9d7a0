package io.ohmgate.api.account;

import io.ohmgate.api.db.Columns;
import io.ohmgate.api.db.Database;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what, to what, from where and with which result. Rows are only ever added. A change by staff leaves exactly
 * one row, also when it is refused and also when whoever asked for it has hung up.
 */
@Component
public class AuditLog {
    private static final String OK = "OK";
    private static final int OBJECT_ID_MAX = 64;
    private final Database db;
    private final JsonMapper json;
    private final InstantSource clock;

    /** Where a call came from: what the log needs to know of the request. */
    public record Source(String address, String requestId) {}

    /** What is about to be done; {@code details} are shown to auditors and hold no secret and no personal data. */
    public record Deed(AuditAction action, String objectId, Map<String, Object> details) {
        public Deed {
            details = Map.copyOf(details);
            objectId = objectId.length() > OBJECT_ID_MAX ? objectId.substring(0, OBJECT_ID_MAX) : objectId;
        }
    }

    public record Row(
            long id,
            String actor,
            String action,
            String objectId,
            String result,
            String details,
            String sourceIp,
            String requestId,
            java.time.Instant at) {}

    AuditLog(Database general, JsonMapper json, InstantSource clock) {
        this.db = general;
        this.json = json;
        this.clock = clock;
    }

    /** Does the work out of the caller's reach and writes down how it ended. */
    public <T> Mono<T> record(Caller.Staff who, Source source, Deed deed, Mono<T> work) {
        return db.detached(work.flatMap(result -> write(who, source, deed, OK).thenReturn(result))
                .switchIfEmpty(Mono.defer(() -> write(who, source, deed, OK).then(Mono.<T>empty())))
                .onErrorResume(
                        failure -> write(who, source, deed, resultOf(failure)).then(Mono.<T>error(failure))));
    }

    private static String resultOf(Throwable failure) {
        return failure instanceof ProblemException problem ? problem.code().name() : "FAILED";
    }

    private Mono<Void> write(Caller.Staff who, Source source, Deed deed, String result) {
        return Mono.defer(() -> db.sql()
                .sql(
                        "INSERT INTO audit_log (tenant_id, actor_kind, actor_id, action, object_id, result, details,"
                                + " source_ip, request_id, at)"
                                + " VALUES (:tenant, 'STAFF', :actor, :action, :object, :result, :details, :ip, :request, :now)")
                .bind("tenant", who.tenantId())
                .bind("actor", who.staffId())
                .bind("action", deed.action().name())
                .bind("object", deed.objectId())
                .bind("result", result)
                .bind("details", json.writeValueAsString(deed.details()))
                .bind("ip", source.address())
                .bind("request", source.requestId())
                .bind("now", clock.instant())
                .then());
    }

    /** Newest first; before the row with this id. */
    public Flux<Row> list(long tenantId, long beforeId, int limit) {
        return db.sql()
                .sql("SELECT a.id, a.actor_id, s.username, a.action, a.object_id, a.result, a.details, a.source_ip,"
                        + " a.request_id, a.at FROM audit_log a LEFT JOIN staff_user s ON s.id = a.actor_id"
                        + " WHERE a.tenant_id = :tenant AND a.id < :before ORDER BY a.id DESC LIMIT :limit")
                .bind("tenant", tenantId)
                .bind("before", beforeId)
                .bind("limit", limit)
                .map(readable -> {
                    Columns row = new Columns(readable);
                    String name = row.textOrNull("username");
                    return new Row(
                            row.number("id"),
                            name == null ? "staff:" + row.number("actor_id") : name,
                            row.text("action"),
                            row.text("object_id"),
                            row.text("result"),
                            row.text("details"),
                            row.text("source_ip"),
                            row.text("request_id"),
                            row.time("at"));
                })
                .all();
    }
}
