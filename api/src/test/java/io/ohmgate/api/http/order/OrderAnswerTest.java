package io.ohmgate.api.http.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.view.LiveViews;
import io.ohmgate.api.view.OrderView;
import io.ohmgate.api.view.PriceClock;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff.PriceChange;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.order.OrderTimes;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import io.swagger.v3.core.converter.ModelConverters;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The socket tells an {@link OrderView}, REST answers an {@link OrderAnswer}: a driver must not see which. */
class OrderAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T15:30:00Z");
    private static final GunId GUN = GunId.parse("3201020000000101");
    private static final JsonMapper JSON = JsonMapper.shared();
    private final LiveViews views = new LiveViews(new PriceClock(() -> NOW, ZoneId.of("Asia/Shanghai")));

    @Test
    void aDriverReadsOnTheSocketWhatRestAnswers() {
        OrderView told = views.order(order("01jd3m7k2v9s8q4x5t6w7y8z9a", OrderState.CHARGING), charging(), null);
        assertThat(JSON.writeValueAsString(new OrderAnswer(told, null))).isEqualTo(JSON.writeValueAsString(told));
    }

    @Test
    void staffReadTheSameAndTheirOwnPartBesides() {
        OrderView told = views.order(order("01jd3m7k2v9s8q4x5t6w7y8z9a", OrderState.CHARGING), charging(), null);
        StaffOrderView staff = new StaffOrderView(
                "1", GUN.pileNo().digits(), false, null, null, null, null, null, List.of(), List.of());
        ObjectNode answer = (ObjectNode) JSON.readTree(JSON.writeValueAsString(new OrderAnswer(told, staff)));
        assertThat(answer.remove("staff").path("tradeNo").asString()).isEqualTo("1");
        assertThat(answer).isEqualTo(JSON.readTree(JSON.writeValueAsString(told)));
    }

    @Test
    void aRunningChargeShowsItsMoneyAndWhenThePriceChanges() {
        var live = JSON.readTree(JSON.writeValueAsString(
                        views.order(order("01jd3m7k2v9s8q4x5t6w7y8z9a", OrderState.CHARGING), charging(), null)))
                .path("live");
        assertThat(live.path("elapsedSeconds").asLong()).isEqualTo(600);
        assertThat(live.path("energy").asLong()).isEqualTo(50_000);
        assertThat(live.path("totalFen").asLong()).isEqualTo(475);
        assertThat(live.at("/priceNow/total").asLong()).isEqualTo(95_000);
        assertThat(live.at("/priceNext/at").asString()).isEqualTo("2026-11-23T00:00:00+08:00");
        assertThat(live.at("/priceNext/price/level").asString()).isEqualTo("VALLEY");
        assertThat(live.at("/telemetry/socPercent").asInt()).isEqualTo(42);
    }

    @Test
    void anotherOrdersChargeOnTheGunIsNotShownAndNeitherIsOneThatEnded() {
        assertThat(views.order(order("01jd3m7k2v9s8q4x5t6w7y8z9b", OrderState.CHARGING), charging(), null)
                        .live())
                .isNull();
        assertThat(views.order(order("01jd3m7k2v9s8q4x5t6w7y8z9a", OrderState.SETTLED), charging(), null)
                        .live())
                .isNull();
    }

    @Test
    void theDocumentNamesTheFieldsThatAreSent() {
        var schemas = ModelConverters.getInstance(true).readAll(OrderAnswer.class);
        Set<String> sent = new HashSet<>();
        for (Object field : Objects.requireNonNull(schemas.get("ChargingOrderAnswer"))
                .getProperties()
                .keySet()) {
            sent.add(field.toString());
        }
        assertThat(sent)
                .contains("id", "state", "tariffVersionId", "live", "bill", "staff")
                .doesNotContain("order");
    }

    private static GunLive charging() {
        ChargeLive charge = new ChargeLive(
                OrderRef.of(order("01jd3m7k2v9s8q4x5t6w7y8z9a", OrderState.CHARGING)),
                OrderState.CHARGING,
                NOW.minusSeconds(600),
                Duration.ofMinutes(10),
                new Energy(50_000),
                new ChargeLive.PriceNow(
                        new Money(300),
                        new Money(175),
                        PriceLevel.FLAT,
                        new Price(new UnitPrice(60_000), new UnitPrice(35_000)),
                        new PriceChange(
                                LocalTime.MIDNIGHT,
                                true,
                                PriceLevel.VALLEY,
                                new Price(new UnitPrice(30_000), new UnitPrice(35_000)))));
        Telemetry values = new Telemetry(3_800, 1_000, null, 42, null, null, null, null, null);
        return new GunLive(GUN, 7, 70, GunState.CHARGING, true, false, 0, values, null, charge, NOW);
    }

    private static ChargingOrder order(String id, OrderState state) {
        OrderTerms terms = new OrderTerms(
                7,
                70,
                GUN,
                new TradeNo("32010200000001012611222000000001"),
                1L,
                "key-0001",
                1L,
                new Money(5_000),
                new ChargeLimit.Full(),
                false,
                NOW.minusSeconds(660));
        return new ChargingOrder(new OrderId(id), terms, state, 3, OrderTimes.NONE, null, 0, null, null);
    }
}
