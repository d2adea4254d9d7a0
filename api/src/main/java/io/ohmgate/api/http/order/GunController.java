package io.ohmgate.api.http.order;

import io.ohmgate.api.account.Drivers;
import io.ohmgate.api.http.Found;
import io.ohmgate.api.http.PathIds;
import io.ohmgate.api.http.Scopes;
import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.store.OrderLists;
import io.ohmgate.api.store.PileTables;
import io.ohmgate.api.store.PileTables.Pile;
import io.ohmgate.api.store.WalletTables;
import io.ohmgate.api.view.PriceClock;
import io.ohmgate.api.view.TelemetryView;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.wallet.Wallet;
import io.ohmgate.gateway.GatewayParts;
import io.ohmgate.gateway.link.PileTariff;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.StartPolicy;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.order.StartRequest;
import io.ohmgate.gateway.order.StartRules;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.session.PileEntry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A gun, as somebody standing before it wants to know it. */
@RestController
@Tag(name = "guns", description = "充电枪 / guns")
class GunController {
    private final PileTables piles;
    private final GatewayParts gateway;
    private final PriceClock prices;
    private final Drivers drivers;
    private final WalletTables wallets;
    private final OrderLists orders;
    private final StartPolicy policy;

    GunController(
            PileTables piles,
            GatewayParts gateway,
            PriceClock prices,
            Drivers drivers,
            WalletTables wallets,
            OrderLists orders,
            StartPolicy policy) {
        this.piles = piles;
        this.gateway = gateway;
        this.prices = prices;
        this.drivers = drivers;
        this.wallets = wallets;
        this.orders = orders;
        this.policy = policy;
    }

    @GetMapping("/api/v1/guns/{gunId}")
    @Operation(
            summary = "充电枪：实时状态、当前与下一时段价格、启动前检查 / One gun: live state, price now and next, checks before a start",
            description = "gunId 为桩编号加两位枪号，即枪上二维码所印。 / gunId is the pile number and the two-digit gun number,"
                    + " as printed in the QR code.")
    Mono<GunView> get(Caller me, @PathVariable String gunId) {
        GunId gun = PathIds.gun(gunId);
        return Found.orNot(piles.get(Scopes.of(me), gun.pileNo()).filter(pile -> gun.gunNo() <= pile.guns()))
                .flatMap(pile -> checks(me, gun).map(checks -> view(gun, pile, checks.orElse(null))));
    }

    private GunView view(GunId gun, Pile pile, GunView.@Nullable Checks checks) {
        GunLive known = gateway.liveGuns.find(gun);
        GunLive live = known == null ? GunLive.unknown(gun, pile.tenantId(), pile.stationId()) : known;
        PileTariff held = tariffOf(gun);
        Tariff tariff = held == null ? null : held.tariff();
        return new GunView(
                gun.digits(),
                gun.pileNo().digits(),
                gun.gunNo(),
                pile.name(),
                Long.toString(pile.stationId()),
                pile.stationName(),
                pile.stationOpen(),
                pile.kind(),
                pile.ratedWatts(),
                gateway.sessions.canStart(gun.pileNo()),
                live.state(),
                live.plugged(),
                TelemetryView.of(live),
                held == null ? null : Long.toString(held.tariffVersionId()),
                tariff == null ? null : prices.priceNow(tariff),
                tariff == null ? null : prices.next(tariff).orElse(null),
                checks);
    }

    private @Nullable PileTariff tariffOf(GunId gun) {
        PileEntry entry = gateway.directory.find(gun.pileNo());
        return entry == null ? null : entry.tariff();
    }

    /** Only a driver can start, so only a driver is told why not. */
    private Mono<Optional<GunView.Checks>> checks(Caller me, GunId gun) {
        if (!(me instanceof Caller.Driver driver)) {
            return Mono.just(Optional.empty());
        }
        return Mono.zip(
                        drivers.find(driver.tenantId(), driver.driverId())
                                .map(found -> found.barredAt() != null)
                                .defaultIfEmpty(true),
                        wallets.wallet(Scopes.of(driver)),
                        orders.active(Scopes.of(driver)).count())
                .map(facts -> {
                    List<StartRefusal> refusals = new ArrayList<>();
                    gunRefusal(driver, gun).ifPresent(refusals::add);
                    if (facts.getT1()) {
                        refusals.add(StartRefusal.DRIVER_BARRED);
                    }
                    // A start pays first what is owed; only what it cannot pay stands in its way.
                    Money owed = facts.getT2().owed();
                    Wallet wallet = facts.getT2().wallet();
                    if (owed.compareTo(wallet.available().max(Money.ZERO)) > 0) {
                        refusals.add(StartRefusal.UNPAID_ORDER);
                    }
                    if (facts.getT3() >= policy.activeOrdersMax()) {
                        refusals.add(StartRefusal.ORDER_ALREADY_RUNNING);
                    }
                    if (wallet.spendable().minus(owed).compareTo(policy.minimumBalance()) < 0) {
                        refusals.add(StartRefusal.BALANCE_TOO_LOW);
                    }
                    return Optional.of(new GunView.Checks(
                            refusals.isEmpty(),
                            refusals.stream().map(GunController::reason).toList()));
                });
    }

    private Optional<StartRefusal> gunRefusal(Caller.Driver driver, GunId gun) {
        StartRequest look =
                new StartRequest(driver.tenantId(), driver.driverId(), gun, new ChargeLimit.Full(), "look", false);
        return StartRules.refusalOf(gateway.piles.factsOf(gun), look);
    }

    private static GunView.Reason reason(StartRefusal refusal) {
        ProblemCode code = Refusals.problemOf(refusal);
        return new GunView.Reason(code.name(), code.detail(), code.detailEn(), code.nextAction(), code.nextActionEn());
    }
}
