package io.ohmgate.api.http.fault;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.Scope;
import io.ohmgate.api.store.WorkOrderTables;
import io.ohmgate.api.store.WorkOrderTables.WorkOrder;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.ykc.words.CodeBook;
import io.ohmgate.ykc.words.CodeList;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Codes in words, and what is to be done about faults. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "faults", description = "故障释义与工单 / faults in words, and work orders")
class FaultController {
    private static final int NOTE_MAX = 500;

    private final WorkOrderTables orders;
    private final StaffDesk desk;

    /** All codes of one list in words. */
    public record Dictionary(CodeList list, String zh, String en, List<CodeView> codes) {}

    /** The dictionary of all lists. */
    public record Dictionaries(List<Dictionary> lists) {}

    /** Whose work it becomes. */
    public record Assignment(
            @NotBlank @Size(max = 64) String username,
            @Nullable @Size(max = NOTE_MAX) String note) {}

    /** What was done. */
    public record Closing(@NotBlank @Size(max = NOTE_MAX) String note) {}

    FaultController(WorkOrderTables orders, StaffDesk desk) {
        this.orders = orders;
        this.desk = desk;
    }

    @GetMapping("/codes")
    @Operation(
            summary = "代码释义：停止原因、故障位、拒绝原因、BMS 错误与中止、电池类型，含建议 / Every code in words, with advice",
            description = "车主只见车主建议，员工另见运维建议。 / Drivers read advice for drivers; staff also that for operators.")
    Dictionaries codes(Caller me) {
        return new Dictionaries(Arrays.stream(CodeList.values())
                .map(list -> new Dictionary(
                        list,
                        list.title().zh(),
                        list.title().en(),
                        CodeBook.all(list).stream()
                                .map(word -> switch (me) {
                                    case Caller.Staff staff -> CodeView.forStaff(word);
                                    case Caller.Driver driver -> CodeView.forDriver(word);
                                })
                                .toList()))
                .toList());
    }

    @GetMapping("/work-orders")
    @Operation(summary = "工单列表，最新在前 / List work orders, the newest first")
    Mono<Page<WorkOrderView>> list(
            Caller.Staff me,
            @RequestParam(required = false) WorkOrderTables.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(orders.list(Scopes.of(me), state, Cursor.position(cursor), limit), WorkOrderView::of);
    }

    @GetMapping("/work-orders/{workOrderId}")
    @Operation(summary = "工单：每次发生与处理经过 / One work order with everything that happened to it")
    Mono<WorkOrderView> get(Caller.Staff me, @PathVariable String workOrderId) {
        Scope.TenantStaff scope = Scopes.of(me);
        return Found.orNot(orders.get(scope, PathIds.number(workOrderId))).flatMap(found -> whole(scope, found));
    }

    @PostMapping("/work-orders/{workOrderId}/assign")
    @Operation(summary = "指派工单 / Give a work order to somebody")
    Mono<WorkOrderView> assign(
            Caller.Staff me,
            @PathVariable String workOrderId,
            @Valid @RequestBody Assignment request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        String note = request.note() == null ? request.username() : request.username() + ": " + request.note();
        Mono<WorkOrder> work = orders.assign(
                scope,
                PathIds.number(workOrderId),
                request.username(),
                note.length() > NOTE_MAX ? note.substring(0, NOTE_MAX) : note);
        return desk.change(me, exchange, AuditAction.WORK_ORDER_ASSIGNED, workOrderId, Map.of(), work)
                .flatMap(changed -> whole(scope, changed));
    }

    @PostMapping("/work-orders/{workOrderId}/close")
    @Operation(summary = "关闭工单，须写明处理结果；再次发生会重新打开 / Close with a note; it reopens if the fault comes back")
    Mono<WorkOrderView> close(
            Caller.Staff me,
            @PathVariable String workOrderId,
            @Valid @RequestBody Closing request,
            ServerWebExchange exchange) {
        Scope.TenantStaff scope = Scopes.of(me);
        Mono<WorkOrder> work = orders.close(scope, PathIds.number(workOrderId), request.note());
        return desk.change(me, exchange, AuditAction.WORK_ORDER_CLOSED, workOrderId, Map.of(), work)
                .flatMap(changed -> whole(scope, changed));
    }

    private Mono<WorkOrderView> whole(Scope.TenantStaff scope, WorkOrder order) {
        return orders.events(scope, order.id()).collectList().map(events -> WorkOrderView.of(order, events));
    }
}
