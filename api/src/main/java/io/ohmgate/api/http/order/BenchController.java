package io.ohmgate.api.http.order;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Idempotent;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.BenchTables;
import io.ohmgate.api.store.BenchTables.AbnormalOrder;
import io.ohmgate.api.store.LedgerCheck;
import io.ohmgate.gateway.bench.Bench;
import io.ohmgate.gateway.bench.BenchChoice;
import io.ohmgate.gateway.bench.BenchVerdict;
import io.ohmgate.gateway.order.OrderId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What waits for a person: records in quarantine, abnormal orders; and whether the books are right. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "bench", description = "异常处理与对账 / what waits for a person")
class BenchController {
    /** The check reads whole tables; who asks more often gets the last finding. */
    private static final Duration CHECK_EVERY = Duration.ofSeconds(10);

    private final BenchTables bench;
    private final AbnormalOrders abnormal;
    private final Bench decisions;
    private final Idempotent idempotent;
    private final StaffDesk desk;
    private final Drivers drivers;
    private final Mono<LedgerCheck.Finding> finding;

    /** What was found; everything but {@code holdsOpen} must be 0. */
    public record LedgerCheckView(boolean right, LedgerCheck.Finding finding) {}

    BenchController(
            BenchTables bench,
            AbnormalOrders abnormal,
            Bench decisions,
            Idempotent idempotent,
            StaffDesk desk,
            Drivers drivers,
            LedgerCheck ledger) {
        this.bench = bench;
        this.abnormal = abnormal;
        this.decisions = decisions;
        this.idempotent = idempotent;
        this.desk = desk;
        this.drivers = drivers;
        this.finding = ledger.run().cache(found -> CHECK_EVERY, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    @GetMapping("/quarantine")
    @Operation(summary = "隔离的交易记录，最新在前 / Records in quarantine, the newest first")
    Mono<Page<KeptRecordView>> quarantine(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(bench.quarantine(Scopes.of(me), Cursor.position(cursor), limit), KeptRecordView::of);
    }

    @GetMapping("/abnormal-orders")
    @Operation(summary = "异常订单，最新在前 / Abnormal orders, the newest first")
    Mono<Page<AbnormalOrderView>> abnormalOrders(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return Page.of(
                bench.abnormalOrders(Scopes.of(me), Cursor.position(cursor), limit)
                        .flatMap(this::views),
                Function.identity());
    }

    private Mono<io.ohmgate.api.store.Page<AbnormalOrderView>> views(io.ohmgate.api.store.Page<AbnormalOrder> page) {
        return Flux.fromIterable(page.items())
                .concatMap(abnormal::brief)
                .collectList()
                .map(items -> new io.ohmgate.api.store.Page<>(items, page.nextCursor()));
    }

    @GetMapping("/abnormal-orders/{orderId}")
    @Operation(
            summary = "异常订单详情：原因、估算、记录对照、处理经过 / One abnormal order: why, the estimate, its records, what was"
                    + " decided")
    Mono<AbnormalOrderDetail> abnormalOrder(Caller.Staff me, @PathVariable String orderId) {
        return Found.orNot(abnormal.whole(me, PathIds.order(orderId)));
    }

    @PostMapping("/abnormal-orders/{orderId}/decisions")
    @Operation(
            summary = "处理异常订单（留痕、幂等） / Decide about an abnormal order, audited and idempotent",
            description = "迟到的记录会冲销人工结算并重新入账，不会修改已入账的内容。 / A record that comes later reverses a settlement"
                    + " without record and books anew; nothing booked is changed.")
    Mono<ResponseEntity<String>> decide(
            Caller.Staff me,
            @PathVariable String orderId,
            @Valid @RequestBody BenchDecision request,
            ServerWebExchange exchange) {
        OrderId id = PathIds.order(orderId);
        String key = me.key() + ":" + Idempotent.keyOf(exchange);
        Bench.Call call = new Bench.Call(me.tenantId(), id, key, me.key(), request.reason());
        Mono<AbnormalOrderDetail> work = choiceOf(me, request)
                .flatMap(choice -> decisions.decide(call, choice))
                .flatMap(verdict -> shown(me, id, verdict));
        Map<String, Object> details = new HashMap<>(Map.of("kind", request.kind(), "reason", request.reason()));
        if (request.amountFen() != null) {
            details.put("amountFen", request.amountFen());
        }
        if (request.energy() != null) {
            details.put("energy", request.energy());
        }
        if (request.driverId() != null) {
            details.put("driverId", request.driverId());
        }
        return idempotent.answer(
                me,
                exchange,
                detail -> detail.waits() ? HttpStatus.ACCEPTED : HttpStatus.OK,
                request,
                desk.change(me, exchange, AuditAction.ORDER_DECIDED, orderId, details, work));
    }

    private Mono<BenchChoice> choiceOf(Caller.Staff me, BenchDecision request) {
        String driverId = request.driverId();
        Mono<Optional<Long>> driver = driverId == null
                ? Mono.just(Optional.empty())
                : drivers.find(me.tenantId(), driverId)
                        .map(found -> Optional.of(found.id()))
                        .switchIfEmpty(Mono.error(() -> ProblemException.of(ProblemCode.DECISION_DRIVER_UNKNOWN)));
        return driver.map(found -> {
            BenchChoice choice = request.choice(found.orElse(null));
            if (choice == null) {
                throw ProblemException.of(
                        ProblemCode.INVALID_REQUEST, "kind", "数值与处理方式不符 / the numbers do not go with the kind");
            }
            return choice;
        });
    }

    private Mono<AbnormalOrderDetail> shown(Caller.Staff me, OrderId id, BenchVerdict verdict) {
        return switch (verdict) {
            case BenchVerdict.Decided decided -> abnormal.whole(me, id);
            case BenchVerdict.Repeated repeated -> abnormal.whole(me, id);
            case BenchVerdict.Proposed proposed -> abnormal.whole(me, id);
            case BenchVerdict.Refused refused -> Mono.error(ProblemException.of(Refusals.problemOf(refused.refusal())));
        };
    }

    @PostMapping("/abnormal-orders/{orderId}/proposals/{proposalId}/approve")
    @Operation(summary = "第二人复核通过 / A second person approves a decision above the limit")
    Mono<AbnormalOrderDetail> approve(
            Caller.Staff me,
            @PathVariable String orderId,
            @PathVariable String proposalId,
            ServerWebExchange exchange) {
        OrderId id = PathIds.order(orderId);
        Mono<AbnormalOrderDetail> work = decisions
                .approve(me.tenantId(), id, PathIds.number(proposalId), me.key())
                .flatMap(verdict -> shown(me, id, verdict));
        return desk.change(
                me, exchange, AuditAction.DECISION_APPROVED, orderId, Map.of("proposalId", proposalId), work);
    }

    @PostMapping("/abnormal-orders/{orderId}/proposals/{proposalId}/reject")
    @Operation(summary = "驳回待复核的处理 / Rejects a decision that waits, or takes one's own back")
    Mono<AbnormalOrderDetail> reject(
            Caller.Staff me,
            @PathVariable String orderId,
            @PathVariable String proposalId,
            ServerWebExchange exchange) {
        OrderId id = PathIds.order(orderId);
        Mono<AbnormalOrderDetail> work = decisions
                .reject(me.tenantId(), id, PathIds.number(proposalId), me.key())
                .flatMap(closed ->
                        closed ? abnormal.whole(me, id) : Mono.error(ProblemException.of(ProblemCode.PROPOSAL_CLOSED)));
        return desk.change(
                me, exchange, AuditAction.DECISION_REJECTED, orderId, Map.of("proposalId", proposalId), work);
    }

    @GetMapping("/ledger/check")
    @Operation(summary = "账本自检：借贷平衡、余额与分录一致 / Whether the books are right at this moment")
    Mono<LedgerCheckView> ledgerCheck(Caller.Staff me) {
        return finding.map(found -> new LedgerCheckView(found.right(), found));
    }
}
