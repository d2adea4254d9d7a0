package io.ohmgate.gateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.order.GunFacts.ConfirmedTariff;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.trust.Standing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** F1-03: each reason is found and told by its own name, the gun's before the driver's. */
class StartRulesTest {
    private static final ConfirmedTariff TARIFF =
            new ConfirmedTariff(3, Tariff.flat(new Price(new UnitPrice(100_000), new UnitPrice(50_000))));
    private static final StartFacts RICH = new StartFacts(null, false, false, 0, new Money(1_000_000));

    private final StartRules rules = new StartRules(StartPolicy.DEFAULT, OrderTimings.BOOK);

    private static Optional<GunFacts> gun(
            boolean open,
            boolean enabled,
            boolean online,
            GunState state,
            @Nullable Boolean plugged,
            @Nullable ConfirmedTariff tariff) {
        return Optional.of(new GunFacts(1, 2, open, enabled, online, state, plugged, 60_000, tariff));
    }

    private static Optional<GunFacts> ready() {
        return gun(true, true, true, GunState.IDLE, true, TARIFF);
    }

    private StartDecision decide(Optional<GunFacts> gun, StartFacts facts, ChargeLimit limit, boolean waitForPlug) {
        StartRequest request = new StartRequest(1, 7, Life.GUN, limit, "key", waitForPlug);
        return rules.decide(request, gun, facts, Life.ID, Life.TRADE_NO, Life.START);
    }

    private @Nullable StartRefusal refusal(Optional<GunFacts> gun, StartFacts facts) {
        return decide(gun, facts, new ChargeLimit.Full(), false) instanceof StartDecision.Answer answer
                        && answer.outcome() instanceof StartOutcome.Refused refused
                ? refused.refusal()
                : null;
    }

    @Test
    void aPileThatIsNotBelievedEnoughStartsNothing() {
        assertThat(refusal(standing(Standing.NOT_TRUSTED), RICH)).isEqualTo(StartRefusal.PILE_NOT_TRUSTED);
        assertThat(refusal(standing(Standing.TAKEN_OVER), RICH)).isEqualTo(StartRefusal.PILE_TAKEN_OVER);
        assertThat(refusal(standing(Standing.GOOD), RICH)).isNull();
    }

    private static Optional<GunFacts> standing(Standing standing) {
        return Optional.of(new GunFacts(1, 2, true, true, true, GunState.IDLE, true, 60_000, TARIFF, standing));
    }

    @Test
    void eachObstacleHasItsOwnName() {
        assertThat(refusal(Optional.empty(), RICH)).isEqualTo(StartRefusal.GUN_UNKNOWN);
        assertThat(refusal(gun(false, true, true, GunState.IDLE, true, TARIFF), RICH))
                .isEqualTo(StartRefusal.STATION_CLOSED);
        assertThat(refusal(gun(true, false, true, GunState.IDLE, true, TARIFF), RICH))
                .isEqualTo(StartRefusal.PILE_DISABLED);
        assertThat(refusal(gun(true, true, false, GunState.IDLE, true, TARIFF), RICH))
                .isEqualTo(StartRefusal.PILE_OFFLINE);
        assertThat(refusal(gun(true, true, true, GunState.FAULT, true, TARIFF), RICH))
                .isEqualTo(StartRefusal.GUN_FAULTY);
        assertThat(refusal(gun(true, true, true, GunState.CHARGING, true, TARIFF), RICH))
                .isEqualTo(StartRefusal.GUN_BUSY);
        assertThat(refusal(gun(true, true, true, GunState.IDLE, false, TARIFF), RICH))
                .isEqualTo(StartRefusal.GUN_NOT_PLUGGED);
        assertThat(refusal(gun(true, true, true, GunState.IDLE, true, null), RICH))
                .isEqualTo(StartRefusal.PILE_TARIFF_NOT_READY);
        assertThat(refusal(ready(), new StartFacts(null, true, false, 0, new Money(9_999))))
                .isEqualTo(StartRefusal.DRIVER_BARRED);
        assertThat(refusal(ready(), new StartFacts(null, false, true, 0, new Money(9_999))))
                .isEqualTo(StartRefusal.UNPAID_ORDER);
        assertThat(refusal(ready(), new StartFacts(null, false, false, 1, new Money(9_999))))
                .isEqualTo(StartRefusal.ORDER_ALREADY_RUNNING);
        assertThat(refusal(ready(), new StartFacts(null, false, false, 0, new Money(499))))
                .isEqualTo(StartRefusal.BALANCE_TOO_LOW);
        assertThat(refusal(ready(), new StartFacts(null, false, false, 0, new Money(500))))
                .isNull();
    }

    @Test
    void aGunOfAnotherTenantIsUnknown() {
        StartRequest request = new StartRequest(9, 7, Life.GUN, new ChargeLimit.Full(), "key", false);
        assertThat(StartRules.refusalOf(ready(), request)).contains(StartRefusal.GUN_UNKNOWN);
    }

    @Test
    void aDriverWhoSawAnotherPriceStartsNothing() {
        assertThat(StartRules.refusalOf(ready(), sawPrices(TARIFF.tariffVersionId())))
                .isEmpty();
        assertThat(StartRules.refusalOf(ready(), sawPrices(TARIFF.tariffVersionId() - 1)))
                .contains(StartRefusal.PRICE_CHANGED);
    }

    private static StartRequest sawPrices(long version) {
        return new StartRequest(1, 7, Life.GUN, new ChargeLimit.Full(), "key", false, version);
    }

    @Test
    void whoWaitsForThePlugMayStartUnplugged() {
        StartDecision decision =
                decide(gun(true, true, true, GunState.IDLE, false, TARIFF), RICH, new ChargeLimit.Full(), true);
        assertThat(decision).isInstanceOf(StartDecision.Open.class);
    }

    @Test
    void theHoldIsTheLeastOfBalanceMaximumAndWish() {
        assertThat(hold(1_200, new ChargeLimit.Full())).isEqualTo(1_200);
        assertThat(hold(90_000, new ChargeLimit.Full())).isEqualTo(50_000);
        assertThat(hold(90_000, new ChargeLimit.Amount(new Money(3_000)))).isEqualTo(3_000);
    }

    private long hold(long available, ChargeLimit limit) {
        StartFacts facts = new StartFacts(null, false, false, 0, new Money(available));
        return decide(ready(), facts, limit, false) instanceof StartDecision.Open open
                ? open.order().terms().hold().fen()
                : -1;
    }
}
