package io.ohmgate.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.PileCommand.StopCharging;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.PileReport.StartAnswer;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.gateway.pile.GunState;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F1-04, B7: the platform ends a charge at its limit itself; this pile ignores every limit it was given. */
class ChargeLimitTest {
    /** 60 kW for 15 s. */
    private static final long PER_INTERVAL = 2_500;

    private static final int INTERVAL_SECONDS = 15;
    private final GatewayStage stage = new GatewayStage();
    private long delivered;
    private int soc = 20;

    /** Charges at full power, reports every 15 s, and stops only when it is told to. */
    private ChargingOrder chargesUntilStopped(ChargeLimit limit) {
        ChargingOrder order = stage.start(limit);
        stage.answersStart(order, StartAnswer.ACCEPTED);
        for (int interval = 0;
                interval < 2_000 && stage.sent(StopCharging.class).isEmpty();
                interval++) {
            Telemetry told = new Telemetry(
                    4_000, 1_500, null, soc, null, null, null, new Energy(delivered), new Amount(delivered * 3 / 2));
            stage.orders.reported(
                    stage.session,
                    new GunReported(GatewayStage.GUN, order.tradeNo(), GunState.CHARGING, true, false, told, 0));
            if (stage.sent(StopCharging.class).isEmpty()) {
                stage.passes(INTERVAL_SECONDS);
                delivered += PER_INTERVAL;
                soc = Math.min(100, soc + 1);
            }
        }
        return stage.db.order(order.id());
    }

    private Money cost() {
        return new Money(delivered * 15 / 1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 501, 1_500, 1_537, 9_999})
    void anAmountIsNeverExceededByMoreThanOneInterval(long fen) {
        ChargingOrder order = chargesUntilStopped(new ChargeLimit.Amount(new Money(fen)));
        assertThat(order.state()).isEqualTo(OrderState.STOPPING);
        assertThat(stop(order).cause()).isEqualTo(StopCause.LIMIT_REACHED);
        assertThat(cost()).isLessThanOrEqualTo(new Money(fen));
        assertThat(cost().fen()).isGreaterThan(fen - 2 * 38);
    }

    @Test
    void anEnergyIsExceededByLessThanOneInterval() {
        chargesUntilStopped(new ChargeLimit.EnergyLimit(new Energy(50_001)));
        assertThat(delivered).isBetween(50_001L, 50_001 + PER_INTERVAL);
    }

    @Test
    void minutesAreKeptToTheSecond() {
        ChargingOrder order = chargesUntilStopped(new ChargeLimit.Minutes(7));
        assertThat(stop(order).requestedAt())
                .isBetween(GatewayStage.START.plusSeconds(7 * 60), GatewayStage.START.plusSeconds(7 * 60 + 1));
    }

    @Test
    void theBatteryStopsAtItsPercentage() {
        chargesUntilStopped(new ChargeLimit.Soc(80));
        assertThat(soc).isEqualTo(80);
    }

    @Test
    void aFullChargeStopsBeforeTheHoldIsSpent() {
        ChargingOrder order = chargesUntilStopped(new ChargeLimit.Full());
        assertThat(stop(order).cause()).isEqualTo(StopCause.HOLD_NEARLY_SPENT);
        assertThat(cost()).isLessThanOrEqualTo(new Money(50_000));
    }

    private static StopIntent stop(ChargingOrder order) {
        return Objects.requireNonNull(order.stop());
    }
}
