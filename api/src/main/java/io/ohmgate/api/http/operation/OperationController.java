package io.ohmgate.api.http.operation;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OperationTables;
import io.ohmgate.api.store.OperationTables.OperationFilter;
import io.ohmgate.gateway.operation.OperationKind;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.pile.PileNo;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

/** Operations on piles: lock, derate, reboot, clock, parking lock, reading, QR codes, tariff. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "operations", description = "设备操作 / operations on piles")
class OperationController {
    private final OperationRequests requests;
    private final OperationTables operations;
    private final StaffDesk desk;

    OperationController(OperationRequests requests, OperationTables operations, StaffDesk desk) {
        this.requests = requests;
        this.operations = operations;
        this.desk = desk;
    }

    @PostMapping("/piles/{pileNo}/operations")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "对一台桩执行操作 / Do something to a pile",
            description = "锁桩/限功率、重启、对时、地锁、立即读数、二维码、电价下发。桩离线时等待其上线；进度见返回的操作。"
                    + " / Waits for a pile that is offline; the operation returned tells how far it has come.")
    Mono<OperationView> submit(
            Caller.Staff me,
            @PathVariable String pileNo,
            @Valid @RequestBody NewOperation request,
            ServerWebExchange exchange) {
        PileNo pile = PathIds.pile(pileNo);
        return desk.change(
                me,
                exchange,
                AuditAction.OPERATION_REQUESTED,
                pile.digits(),
                Map.of("kind", request.kind()),
                Mono.defer(() -> requests.submit(Scopes.of(me), pile, request)));
    }

    @PostMapping("/operations")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "对多台桩执行同一操作 / Do one thing to many piles")
    Mono<BulkView> submitAll(Caller.Staff me, @Valid @RequestBody BulkOperation request, ServerWebExchange exchange) {
        return desk.change(
                me,
                exchange,
                AuditAction.OPERATION_REQUESTED,
                request.stationId() == null ? "piles" : "station:" + request.stationId(),
                Map.of("kind", request.operation().kind()),
                Mono.defer(() -> requests.submitAll(Scopes.of(me), request)));
    }

    @GetMapping("/operations")
    @Operation(summary = "操作列表，最新在前 / Operations, the newest first")
    Mono<Page<OperationView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String pileNo,
            @RequestParam(required = false) @Nullable OperationKind kind,
            @RequestParam(required = false) @Nullable OperationStatus status,
            @RequestParam(required = false) @Nullable String campaignId,
            @RequestParam(defaultValue = "false") boolean open,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        OperationFilter filter = new OperationFilter(
                pileNo == null ? null : PathIds.pile(pileNo),
                kind,
                status,
                campaignId == null ? null : Long.valueOf(PathIds.number(campaignId)),
                open);
        return Page.of(operations.list(Scopes.of(me), filter, Cursor.position(cursor), limit), requests::view);
    }

    @GetMapping("/operations/{operationId}")
    @Operation(summary = "一次操作的全过程 / An operation with each of its steps")
    Mono<OperationView> get(Caller.Staff me, @PathVariable String operationId) {
        return Found.orNot(requests.get(Scopes.of(me), PathIds.number(operationId)));
    }

    @PostMapping("/operations/{operationId}/cancel")
    @Operation(summary = "撤销尚未下发的操作 / Take back an operation that was not sent yet")
    Mono<OperationView> cancel(Caller.Staff me, @PathVariable String operationId, ServerWebExchange exchange) {
        return desk.change(
                me,
                exchange,
                AuditAction.OPERATION_CANCELLED,
                operationId,
                Map.of(),
                Mono.defer(() -> requests.cancel(Scopes.of(me), PathIds.number(operationId))));
    }
}
