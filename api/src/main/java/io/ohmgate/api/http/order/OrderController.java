package io.ohmgate.api.http.order;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.card.Cards;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Idempotent;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.nodes.OrderRequests;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.trace.Taps;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.StartBy;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopOutcome;
import io.ohmgate.gateway.pile.GunId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import reactor.core.publisher.Mono;

/** Charging orders: a driver's own, or for staff those of their tenant. What is not yours is not there. */
@RestController
@RequestMapping("/api/v1/charging-orders")
@Tag(name = "charging-orders", description = "充电订单 / charging orders")
class OrderController {
    private static final Duration CARD_WITHIN = Duration.ofMillis(500);

    private static final String TRACEPARENT = "traceparent";

    private final OrderRequests service;
    private final OrderLists orders;
    private final OrderAnswers views;
    private final Idempotent idempotent;
    private final StaffDesk desk;
    private final Cards cards;
    private final Taps taps;

    OrderController(
            OrderRequests service,
            OrderLists orders,
            OrderAnswers views,
            Idempotent idempotent,
            StaffDesk desk,
            Cards cards,
            Taps taps) {
        this.cards = cards;
        this.taps = taps;
        this.service = service;
        this.orders = orders;
        this.views = views;
        this.idempotent = idempotent;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "启动充电（异步） / Start a charge",
            description = "返回 202 与订单；之后由 WebSocket 或轮询得知结果。被拒时 code 即唯一原因。 / Answers 202 with the order;"
                    + " the result comes by WebSocket or polling. A refusal's code is the one reason.")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OrderView.class)))
    Mono<ResponseEntity<String>> start(
            Caller.Driver me, @Valid @RequestBody StartOrder request, ServerWebExchange exchange) {
        if (!request.hasOneLimitAtMost()) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "limit", "至多指定一种 / at most one of them");
        }
        String key = Objects.requireNonNull(Idempotent.keyOf(exchange), "required by the table of routes");
        String traceparent = exchange.getRequest().getHeaders().getFirst(TRACEPARENT);
        Mono<OrderView> work = taps.traced("start a charge", traceparent, trace -> start(me, request, key, trace));
        return idempotent.answer(me, exchange, HttpStatus.ACCEPTED, request, work);
    }

    private Mono<OrderView> start(Caller.Driver me, StartOrder request, String key, Optional<OrderTrace> trace) {
        return startBy(me, request)
                .map(by -> new StartRequest(
                                me.tenantId(),
                                me.driverId(),
                                gun(request.gunId()),
                                request.chargeLimit(),
                                key,
                                Boolean.TRUE.equals(request.waitForPlug()),
                                request.tariffVersion())
                        .by(by))
                .flatMap(wish -> service.start(trace.map(wish::traced).orElse(wish)))
                .map(OrderController::accepted)
                .flatMap(views::brief);
    }

    /** The driver's card may stop at the pile what the app starts; without one, or not in time, it starts all the same. */
    private Mono<StartBy> startBy(Caller.Driver me, StartOrder request) {
        String also = request.alsoGunId();
        return cards.faceOf(me.tenantId(), me.driverId())
                .timeout(CARD_WITHIN)
                .onErrorComplete()
                .defaultIfEmpty(CardFace.NONE)
                .map(StartBy.APP::with)
                .map(by -> also == null ? by : by.with(gun(also)));
    }

    private static GunId gun(String digits) {
        try {
            return GunId.parse(digits);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemCode.GUN_UNKNOWN);
        }
    }

    private static ChargingOrder accepted(StartOutcome outcome) {
        return switch (outcome) {
            case StartOutcome.Accepted accepted -> accepted.order();
            case StartOutcome.Refused refused -> throw ProblemException.of(Refusals.problemOf(refused.refusal()));
            case StartOutcome.KeyReused ignored -> throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        };
    }

    @PostMapping("/{orderId}/stop")
    @Operation(
            summary = "停止充电；重复停止无害 / Stop a charge; stopping twice does no harm",
            description = "指令会重发直到桩证实已停。 / The command is repeated until the pile proves that it stopped.")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = OrderView.class)))
    Mono<ResponseEntity<String>> stop(Caller me, @PathVariable String orderId, ServerWebExchange exchange) {
        OrderId id = PathIds.order(orderId);
        Mono<OrderView> work = switch (me) {
            case Caller.Driver driver -> Found.orNot(stop(driver, id, StopCause.DRIVER));
            case Caller.Staff staff ->
                desk.change(
                        staff,
                        exchange,
                        AuditAction.ORDER_STOPPED,
                        orderId,
                        Map.of(),
                        stop(staff, id, StopCause.STAFF));
        };
        return idempotent.answer(me, exchange, HttpStatus.ACCEPTED, orderId, work);
    }

    private Mono<OrderView> stop(Caller me, OrderId id, StopCause cause) {
        return orders.get(Scopes.of(me), id)
                .flatMap(order -> service.stop(order.id(), cause, me.key()))
                .map(StopOutcome::order)
                .flatMap(views::brief);
    }

    @GetMapping("/{orderId}")
    @Operation(summary = "订单：状态、实时值、结算后的分时账单 / One order: state, live values, bill once settled")
    Mono<OrderAnswer> get(Caller me, @PathVariable String orderId) {
        return Found.orNot(orders.get(Scopes.of(me), PathIds.order(orderId))).flatMap(order -> views.whole(me, order));
    }

    @GetMapping
    @Operation(summary = "订单列表，最新在前 / List orders, the newest first")
    Mono<Page<OrderView>> list(
            Caller me,
            @RequestParam(required = false) @Nullable OrderState state,
            @RequestParam(required = false) @Nullable String stationId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Long station = stationId == null ? null : Long.valueOf(PathIds.number(stationId));
        OrderLists.Filter filter = new OrderLists.Filter(state, station, null);
        return Page.of(orders.list(Scopes.of(me), filter, Cursor.position(cursor), limit), order -> order)
                .flatMap(views::brief);
    }
}
