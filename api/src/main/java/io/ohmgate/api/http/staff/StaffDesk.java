package io.ohmgate.api.http.staff;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.AuditLog;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Origin;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.ConflictException;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How staff change anything: the work runs to its end, and whatever it comes to is written down once. */
@Component
public class StaffDesk {
    private final AuditLog audit;

    StaffDesk(AuditLog audit) {
        this.audit = audit;
    }

    /** {@code work} that finds nothing to change is a 404. */
    public <T> Mono<T> change(
            Caller.Staff me,
            ServerWebExchange exchange,
            AuditAction action,
            String objectId,
            Map<String, Object> details,
            Mono<T> work) {
        Mono<T> named = Found.orNot(work).onErrorMap(ConflictException.class, Conflicts::problem);
        return audit.record(me, Origin.of(exchange), new AuditLog.Deed(action, objectId, details), named);
    }
}
