package io.ohmgate.gateway.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which order a frame may speak about, and which guns spend one hold. */
class RunningOrdersTest {
    private static final PileNo PILE = new PileNo("32010600019236");
    private static final PileNo OTHER_PILE = new PileNo("32010600019237");
    private static final ParallelGroup PAIR = group(1);

    private final RunningOrders running = new RunningOrders();

    private static ParallelGroup group(int main) {
        return new ParallelGroup("%012d".formatted(main), id(main));
    }

    private static OrderId id(int number) {
        return new OrderId("%026d".formatted(number));
    }

    private static TradeNo tradeNo(int number) {
        return new TradeNo(PILE.digits() + "%018d".formatted(number));
    }

    private static ChargingOrder order(int number, GunId gun) {
        return ChargingOrder.open(
                        id(number),
                        new OrderTerms(
                                1,
                                2,
                                gun,
                                tradeNo(number),
                                7L,
                                "key " + number,
                                3L,
                                new Money(5_000),
                                new ChargeLimit.Full(),
                                false,
                                Instant.EPOCH))
                .in(OrderState.CHARGING)
                .withProgress(new Progress(new Energy(1_000L * number), null, null, Instant.EPOCH));
    }

    private static ChargingOrder paired(int number, GunId gun, ParallelGroup group) {
        ChargingOrder order = order(number, gun);
        return new ChargingOrder(
                order.id(),
                order.terms().in(group),
                order.state(),
                order.version(),
                order.times(),
                order.stop(),
                order.idleReports(),
                order.progress(),
                order.end());
    }

    private ChargingOrder runs(ChargingOrder order) {
        running.committed(order);
        return order;
    }

    private void ends(ChargingOrder order) {
        running.committed(order.in(OrderState.AWAITING_RECORD).nextVersion());
    }

    @Test
    void onlyThePileThatASerialWasGivenToSpeaksAboutItsOrder() {
        ends(runs(order(1, PILE.gun(1))));
        assertThat(running.recentOnPile(PILE, tradeNo(1))).isPresent();
        assertThat(running.find(PILE.gun(2), tradeNo(1))).isPresent();
        assertThat(running.recentOnPile(OTHER_PILE, tradeNo(1))).isEmpty();
        assertThat(running.find(OTHER_PILE.gun(1), tradeNo(1))).isEmpty();
    }

    @Test
    void aGunSharesItsHoldWithThoseThatChargeAndThoseThatEnded() {
        ChargingOrder main = runs(paired(1, PILE.gun(1), PAIR));
        ChargingOrder second = runs(paired(2, PILE.gun(2), PAIR));
        ChargingOrder third = runs(paired(3, PILE.gun(3), PAIR));
        runs(paired(4, PILE.gun(4), group(4)));
        ends(second);
        assertThat(running.sharing(main))
                .extracting(known -> known.order().id())
                .containsExactlyInAnyOrder(second.id(), third.id());
        assertThat(running.sharing(main))
                .filteredOn(known -> known.order().id().equals(second.id()))
                .extracting(known -> known.current().progress())
                .containsExactly(second.progress());
        assertThat(running.sharing(runs(order(5, PILE.gun(5))))).isEmpty();
    }

    @Test
    void whatAPartnerSpentIsNotForgottenHoweverManyOrdersEndMeanwhile() {
        ChargingOrder main = runs(paired(1, PILE.gun(1), PAIR));
        ChargingOrder second = runs(paired(2, PILE.gun(2), PAIR));
        ends(second);
        for (int other = 10; other < 11 + RunningOrders.RECENT_MAX; other++) {
            ends(order(other, OTHER_PILE.gun(1)));
        }
        assertThat(running.recent(second.tradeNo())).isEmpty();
        assertThat(running.sharing(main))
                .extracting(known -> known.order().id())
                .containsExactly(second.id());
    }

    @Test
    void aGroupIsForgottenWithItsLastGun() {
        ChargingOrder main = runs(paired(1, PILE.gun(1), PAIR));
        ChargingOrder second = runs(paired(2, PILE.gun(2), PAIR));
        ends(second);
        assertThat(running.halfEndedGroups()).isEqualTo(1);
        ends(main);
        assertThat(running.halfEndedGroups()).isZero();
    }
}
