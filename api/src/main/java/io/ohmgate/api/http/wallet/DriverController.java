package io.ohmgate.api.http.wallet;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.Driver;
import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.account.Phone;
import io.ohmgate.api.http.Cursor;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.Idempotent;
import io.ohmgate.api.http.Page;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.http.staff.StaffDesk;
import io.ohmgate.api.nodes.OrderRequests;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.WalletTables;
import io.ohmgate.billing.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/** Drivers, as staff see and serve them. */
@RestController
@RequestMapping("/api/v1/drivers")
@Tag(name = "drivers", description = "车主 / drivers")
class DriverController {
    private static final Logger LOG = LoggerFactory.getLogger(DriverController.class);

    private final Drivers drivers;
    private final WalletTables wallets;
    private final StaffDesk desk;
    private final Idempotent idempotent;
    private final OrderRequests orders;

    DriverController(
            Drivers drivers, WalletTables wallets, StaffDesk desk, Idempotent idempotent, OrderRequests orders) {
        this.orders = orders;
        this.drivers = drivers;
        this.wallets = wallets;
        this.desk = desk;
        this.idempotent = idempotent;
    }

    @GetMapping
    @Operation(summary = "车主列表，可按完整手机号查找 / List drivers, or find one by the whole phone number")
    Mono<Page<DriverView>> list(
            Caller.Staff me,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        Phone number = phone == null
                ? null
                : Phone.parse(phone).orElseThrow(() -> ProblemException.of(ProblemCode.PHONE_INVALID));
        return drivers.list(me.tenantId(), number, Cursor.number(cursor, 0), limit + 1)
                .collectList()
                .map(rows -> Page.of(rows, limit, DriverView::of, driver -> Long.toString(driver.id())));
    }

    @GetMapping("/{driverId}")
    @Operation(summary = "车主详情与余额 / One driver with the balance")
    Mono<DriverView> get(Caller.Staff me, @PathVariable String driverId) {
        return Found.orNot(drivers.find(me.tenantId(), driverId))
                .flatMap(driver -> wallets.wallet(Scopes.of(me), driver.id())
                        .map(wallet -> DriverView.of(driver).with(wallet)));
    }

    @PostMapping("/{driverId}/bar")
    @Operation(summary = "限制车主启动充电 / Bar a driver from starting charges")
    Mono<DriverView> bar(
            Caller.Staff me,
            @PathVariable String driverId,
            @Valid @RequestBody BarRequest request,
            ServerWebExchange exchange) {
        Mono<Driver> work = drivers.bar(me.tenantId(), driverId, request.reason());
        return desk.change(me, exchange, AuditAction.DRIVER_BARRED, driverId, Map.of("reason", request.reason()), work)
                .map(DriverView::of);
    }

    @PostMapping("/{driverId}/unbar")
    @Operation(summary = "解除限制 / Let a driver start charges again")
    Mono<DriverView> unbar(Caller.Staff me, @PathVariable String driverId, ServerWebExchange exchange) {
        Mono<Driver> work = drivers.bar(me.tenantId(), driverId, null);
        return desk.change(me, exchange, AuditAction.DRIVER_UNBARRED, driverId, Map.of(), work)
                .map(DriverView::of);
    }

    /** A charge under way may spend what came in; whether it can be told so changes nothing about the credit. */
    private Mono<Void> raised(long driverId) {
        return orders.raiseHolds(driverId).onErrorResume(failure -> {
            LOG.atWarn().setCause(failure).log("a running charge was not given the money that came in");
            return Mono.empty();
        });
    }

    @PostMapping("/{driverId}/credit")
    @Operation(summary = "测试入账（留痕） / Credit test money, audited")
    Mono<ResponseEntity<String>> credit(
            Caller.Staff me,
            @PathVariable String driverId,
            @Valid @RequestBody CreditRequest request,
            ServerWebExchange exchange) {
        String key = me.key() + ":" + Idempotent.keyOf(exchange);
        Mono<DriverView> work = drivers.find(me.tenantId(), driverId)
                .flatMap(driver -> wallets.credit(
                                Scopes.of(me), driver.id(), new Money(request.amountFen()), key, request.reason())
                        .flatMap(wallet -> raised(driver.id()).thenReturn(wallet))
                        .map(wallet -> DriverView.of(driver).with(wallet)));
        Map<String, Object> details = Map.of("amountFen", request.amountFen(), "reason", request.reason());
        return idempotent.answer(
                me,
                exchange,
                HttpStatus.OK,
                request,
                desk.change(me, exchange, AuditAction.DRIVER_CREDITED, driverId, details, work));
    }
}
