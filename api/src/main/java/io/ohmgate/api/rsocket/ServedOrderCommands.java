package io.ohmgate.api.rsocket;

import io.ohmgate.api.account.AuditAction;
import io.ohmgate.api.account.AuditLog;
import io.ohmgate.api.nodes.OrderRequests;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import io.ohmgate.api.push.OrderViews;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.gateway.calm.Calm;
import io.ohmgate.gateway.calm.Work;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopOutcome;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.work.Urgent;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** By the same service as REST: keys, checks and refusals are the same, and so is the order that comes of them. */
record ServedOrderCommands(
        OrderRequests orders, OrderViews views, Function<GunId, @Nullable GunLive> liveOf, Calm calm, AuditLog audit)
        implements OrderCommands {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,64}");
    /** Back ends have no request ids, and their address is the connection's. */
    private static final AuditLog.Source SOURCE = new AuditLog.Source("rsocket", "");

    @Override
    public Mono<OrderView> start(Caller.Driver driver, Start start) {
        if (!calm.admits(Work.NEW_STARTS)) {
            return problem(ProblemCode.STARTS_PAUSED);
        }
        return Mono.fromSupplier(() -> request(driver, start))
                .flatMap(orders::start)
                .flatMap(outcome -> switch (outcome) {
                    case StartOutcome.Accepted accepted -> view(driver, accepted.order());
                    case StartOutcome.Refused refused ->
                        problem(ProblemCode.valueOf(refused.refusal().name()));
                    case StartOutcome.KeyReused reused -> problem(ProblemCode.IDEMPOTENCY_KEY_REUSED);
                });
    }

    private static StartRequest request(Caller.Driver driver, Start start) {
        String key = start.idempotencyKey();
        if (key == null) {
            throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_MISSING);
        }
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_INVALID);
        }
        return new StartRequest(
                driver.tenantId(),
                driver.driverId(),
                gun(start.gunId()),
                limit(start),
                key,
                Boolean.TRUE.equals(start.waitForPlug()),
                start.tariffVersionId());
    }

    private static GunId gun(@Nullable String text) {
        try {
            return GunId.parse(text == null ? "" : text);
        } catch (IllegalArgumentException noGun) {
            throw ProblemException.of(ProblemCode.GUN_UNKNOWN);
        }
    }

    private static ChargeLimit limit(Start start) {
        try {
            return start.limit() == null
                    ? new ChargeLimit.Full()
                    : start.limit().limit();
        } catch (IllegalArgumentException beyond) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST, "limit", "不合法 / not acceptable");
        }
    }

    @Override
    public Mono<OrderView> stop(Caller caller, Stop stop) {
        return Urgent.mark(stopped(caller, stop));
    }

    private Mono<OrderView> stopped(Caller caller, Stop stop) {
        return Mono.fromSupplier(() -> orderId(stop.orderId()))
                .flatMap(id -> views.find(caller, id))
                .switchIfEmpty(problem(ProblemCode.NOT_FOUND))
                .flatMap(order -> switch (caller) {
                    case Caller.Driver driver -> stop(driver, order, StopCause.DRIVER);
                    case Caller.Staff staff ->
                        audit.record(
                                staff,
                                SOURCE,
                                new AuditLog.Deed(
                                        AuditAction.ORDER_STOPPED, order.id().text(), Map.of()),
                                stop(staff, order, StopCause.STAFF));
                });
    }

    private Mono<OrderView> stop(Caller caller, ChargingOrder order, StopCause cause) {
        return orders.stop(order.id(), cause, caller.key())
                .map(StopOutcome::order)
                .flatMap(after -> view(caller, after));
    }

    private Mono<OrderView> view(Caller caller, ChargingOrder order) {
        return views.view(caller, order, liveOf.apply(order.gun()));
    }

    private static OrderId orderId(@Nullable String text) {
        try {
            return new OrderId(text == null ? "" : text);
        } catch (IllegalArgumentException noOrder) {
            throw ProblemException.of(ProblemCode.NOT_FOUND);
        }
    }

    private static <T> Mono<T> problem(ProblemCode code) {
        return Mono.error(() -> ProblemException.of(code));
    }
}
