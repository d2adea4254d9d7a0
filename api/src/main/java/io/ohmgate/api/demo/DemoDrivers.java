package io.ohmgate.api.demo;

import io.ohmgate.api.account.Driver;
import io.ohmgate.api.store.Scope;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderService;
import io.ohmgate.gateway.order.StartOutcome;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.simulator.link.PileFleet;
import io.ohmgate.simulator.pile.GunView;
import io.ohmgate.simulator.pile.PileView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The people with the app: whoever has just plugged in starts within a minute or so, through the same service as every
 * driver. When they leave is the pile's script. Belongs to one scheduler.
 */
final class DemoDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(DemoDrivers.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int STARTS_NOW_ONE_IN = 4;
    private static final Money TOP_UP = new Money(30_000);

    private final PileFleet fleet;
    private final OrderService orders;
    private final DemoSeed seed;
    private final Scope.Platform scope;
    private final List<Driver> drivers;
    private final RandomGenerator random;
    /** The vehicle that was last started at a gun: it is not started twice. One entry a gun. */
    private final Map<GunId, String> served = new HashMap<>();

    private long keys;

    DemoDrivers(
            PileFleet fleet,
            OrderService orders,
            DemoSeed seed,
            Scope.Platform scope,
            List<Driver> drivers,
            RandomGenerator random) {
        this.fleet = fleet;
        this.orders = orders;
        this.seed = seed;
        this.scope = scope;
        this.drivers = drivers;
        this.random = random;
        this.keys = random.nextLong(1L << 52);
    }

    Disposable start(Scheduler scheduler) {
        return Flux.interval(LOOK, scheduler)
                .onBackpressureDrop()
                .concatMap(tick -> round(scheduler))
                .subscribe();
    }

    private Mono<Void> round(Scheduler scheduler) {
        return Mono.fromCompletionStage(fleet::piles)
                .publishOn(scheduler)
                .flatMapIterable(views -> views)
                .filter(PileView::online)
                .flatMapIterable(PileView::guns)
                .filter(this::wantsToStart)
                .concatMap(this::tap)
                .then()
                .onErrorResume(error -> {
                    LOG.atWarn().setCause(error).log("the demo's drivers stumbled");
                    return Mono.empty();
                });
    }

    private boolean wantsToStart(GunView gun) {
        return gun.vehicle() != null
                && gun.doing() == GunView.Doing.IDLE
                && !gun.gunId().equals(DemoPlan.VISITORS_GUN)
                && gun.vehicle().wantsMore()
                && !gun.vehicle().vin().equals(served.get(gun.gunId()))
                && random.nextInt(STARTS_NOW_ONE_IN) == 0;
    }

    private Mono<Void> tap(GunView gun) {
        // The first driver is the visitor.
        Driver driver = drivers.get(1 + random.nextInt(drivers.size() - 1));
        StartRequest request = new StartRequest(
                scope.tenantId(), driver.id(), gun.gunId(), new ChargeLimit.Full(), "demo-" + keys++, false);
        return orders.start(request).flatMap(outcome -> tapped(gun, driver, outcome));
    }

    private Mono<Void> tapped(GunView gun, Driver driver, StartOutcome outcome) {
        if (outcome instanceof StartOutcome.Accepted && gun.vehicle() != null) {
            served.put(gun.gunId(), gun.vehicle().vin());
        }
        boolean poor = outcome instanceof StartOutcome.Refused refused
                && (refused.refusal() == StartRefusal.BALANCE_TOO_LOW
                        || refused.refusal() == StartRefusal.UNPAID_ORDER);
        return poor
                ? seed.credited(scope, driver, "demo-top-up-" + keys++, TOP_UP).then()
                : Mono.empty();
    }
}
