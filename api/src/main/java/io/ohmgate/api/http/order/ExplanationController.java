package io.ohmgate.api.http.order;

import io.ohmgate.api.explain.Explainer;
import io.ohmgate.api.explain.ExplanationView;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Why an order ended as it did. */
@RestController
@Tag(name = "charging-orders", description = "充电订单 / charging orders")
class ExplanationController {
    private final OrderLists orders;
    private final Explainer explainer;

    ExplanationController(OrderLists orders, Explainer explainer) {
        this.orders = orders;
        this.explainer = explainer;
    }

    @GetMapping("/api/v1/charging-orders/{orderId}/explanation")
    @Operation(
            summary = "订单为何如此结束：原因、时间线、规则与报文 / Why an order ended as it did, down to the frames",
            description =
                    "员工见规则与报文编号；车主见原因、状态变化与费用。 / Staff read rules and frame ids; a driver the reason, the moves and"
                            + " the money.")
    Mono<ExplanationView> explanation(Caller me, @PathVariable String orderId) {
        return Found.orNot(orders.get(Scopes.of(me), PathIds.order(orderId))).flatMap(order -> switch (me) {
            case Caller.Staff staff -> explainer.forStaff(Scopes.of(staff), order);
            case Caller.Driver driver -> explainer.forDriver(Scopes.of(driver), order);
        });
    }
}
