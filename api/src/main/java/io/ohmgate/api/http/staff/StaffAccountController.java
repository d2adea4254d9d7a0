package io.ohmgate.api.http.staff;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.AuditLog;
import io.ohmgate.api.account.Passwords;
import io.ohmgate.api.account.StaffUser;
import io.ohmgate.api.account.StaffUsers;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Origin;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The accounts of an operator's staff, and what they did. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "staff", description = "员工与审计 / staff and the audit log")
class StaffAccountController {
    private final StaffUsers users;
    private final Passwords passwords;
    private final AccessTokens tokens;
    private final AuditLog audit;

    StaffAccountController(StaffUsers users, Passwords passwords, AccessTokens tokens, AuditLog audit) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
        this.audit = audit;
    }

    @GetMapping("/staff")
    @Operation(summary = "员工列表 / List staff")
    Mono<Page<StaffAccountView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return users.list(me.tenantId(), Cursor.number(cursor, 0), limit + 1)
                .collectList()
                .map(rows -> Page.of(rows, limit, StaffAccountView::of, user -> Long.toString(user.id())));
    }

    @PostMapping("/staff")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新增员工 / Add a member of staff")
    Mono<StaffAccountView> create(
            Caller.Staff me, @Valid @RequestBody NewStaffAccount request, ServerWebExchange exchange) {
        if (request.password().getBytes(StandardCharsets.UTF_8).length > Passwords.BYTES_MAX) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "password", "过长 / too long");
        }
        AuditLog.Deed deed =
                new AuditLog.Deed(AuditAction.STAFF_CREATED, request.username(), Map.of("role", request.role()));
        Mono<StaffUser> work = passwords
                .hash(request.password())
                .flatMap(hash -> users.create(me.tenantId(), request.username(), hash, request.role()))
                .onErrorMap(
                        DuplicateKeyException.class,
                        taken -> ProblemException.of(ProblemCode.CONFLICT, "username", "已被使用 / is taken"));
        return audit.record(me, Origin.of(exchange), deed, work).map(StaffAccountView::of);
    }

    @PostMapping("/staff/{staffId}/disable")
    @Operation(summary = "停用员工并吊销其令牌 / Disable a member of staff and revoke their tokens")
    Mono<StaffAccountView> disable(Caller.Staff me, @PathVariable String staffId, ServerWebExchange exchange) {
        Mono<StaffUser> work = users.setDisabled(me.tenantId(), staffId, true)
                .flatMap(user -> tokens.revokeAllOfStaff(user.id()).thenReturn(user));
        return change(me, AuditAction.STAFF_DISABLED, staffId, work, exchange);
    }

    @PostMapping("/staff/{staffId}/enable")
    @Operation(summary = "启用员工 / Enable a member of staff")
    Mono<StaffAccountView> enable(Caller.Staff me, @PathVariable String staffId, ServerWebExchange exchange) {
        return change(
                me, AuditAction.STAFF_ENABLED, staffId, users.setDisabled(me.tenantId(), staffId, false), exchange);
    }

    private Mono<StaffAccountView> change(
            Caller.Staff me, AuditAction action, String staffId, Mono<StaffUser> work, ServerWebExchange exchange) {
        AuditLog.Deed deed = new AuditLog.Deed(action, staffId, Map.of());
        return audit.record(me, Origin.of(exchange), deed, Found.orNot(work)).map(StaffAccountView::of);
    }

    @GetMapping("/audit-log")
    @Operation(summary = "审计日志，最新在前 / The audit log, newest first")
    Mono<Page<AuditRowView>> auditLog(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return audit.list(me.tenantId(), Cursor.number(cursor, Long.MAX_VALUE), limit + 1)
                .collectList()
                .map(rows -> Page.of(rows, limit, AuditRowView::of, row -> Long.toString(row.id())));
    }
}
