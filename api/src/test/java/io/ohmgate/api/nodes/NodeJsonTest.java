package io.ohmgate.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.command.PileTariffState;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.live.TopicData;
import io.ohmgate.gateway.live.TopicMessage;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderNotice;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.OrderTrace;
import io.ohmgate.gateway.order.StartRefusal;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes write to each other is read as it was meant, by this version and by its neighbours. */
class NodeJsonTest {
    private static final PileNo PILE = new PileNo("32010699030001");
    private static final GunId GUN = PILE.gun(1);
    private static final Instant AT = Instant.parse("2026-11-23T02:00:00.123Z");
    private static final OrderId ORDER = new OrderId("0".repeat(26));
    private static final OrderRef REF = new OrderRef(ORDER, 1, 2, GUN, new TradeNo("1".repeat(32)), 7L);
    private final NodeJson json = new NodeJson();

    private static GunLive charging() {
        Price price = new Price(new UnitPrice(98_517), new UnitPrice(48_011));
        ChargeLive charge = new ChargeLive(
                REF,
                OrderState.CHARGING,
                AT,
                Duration.ofSeconds(75),
                new Energy(12_345),
                new ChargeLive.PriceNow(
                        new Money(1),
                        new Money(2),
                        PriceLevel.PEAK,
                        price,
                        new Tariff.PriceChange(LocalTime.of(7, 30), true, PriceLevel.PEAK, price)));
        Telemetry told = new Telemetry(4_000, 1_500, 33, 80, 30, 12, 40, new Energy(12_000), new Amount(17));
        return new GunLive(GUN, 1, 2, GunState.CHARGING, true, false, 3, told, null, charge, AT);
    }

    static Stream<Object> whatTravels() {
        PileHello hello = new PileHello(
                PILE,
                true,
                2,
                "1.6",
                "fw-1",
                "898600",
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4711));
        return Stream.of(
                new TopicExchange.Told(
                        "gun:" + GUN.digits(), TopicMessage.Type.TELEMETRY, AT, new TopicData.GunView(charging())),
                new TopicExchange.Told(
                        "order:" + ORDER.text(),
                        TopicMessage.Type.STATE,
                        AT,
                        new TopicData.OrderHappened(
                                new OrderNotice.OrderMoved(REF, OrderState.CHARGING, OrderState.STOPPING, AT), null)),
                new TopicExchange.Told(
                        "station:2", TopicMessage.Type.STATE, AT, new TopicData.StationView(2, List.of(charging()))),
                new TopicExchange.Told(
                        "order:" + ORDER.text(), TopicMessage.Type.STATE, AT, new TopicData.EventsMissed()),
                new TopicExchange.Told(
                        "piles:1",
                        TopicMessage.Type.STATE,
                        AT,
                        new TopicData.PileHappened(
                                new PileEvent.GunChanged(GUN, 1L, 2, GunState.IDLE, GunState.CHARGING, null, 0, AT))),
                new StartWanted(
                        1,
                        7,
                        GUN,
                        new ChargeLimit.Minutes(30),
                        "tap-12345",
                        true,
                        5L,
                        CardFace.NONE,
                        PILE.gun(2),
                        new OrderTrace("a".repeat(32), "b".repeat(16))),
                new StartWanted(1, 7, GUN, new ChargeLimit.Full(), "tap-12345", false, null, CardFace.NONE, null, null),
                new Started(null, null, false, false, StartRefusal.GUN_BUSY),
                new Started(ORDER.text(), List.of(), true, false, null),
                new PileHomes.OrderChanged(ORDER.text(), true),
                new PileNow(
                        PILE,
                        PileStatus.Presence.ONLINE,
                        true,
                        true,
                        true,
                        false,
                        true,
                        new PileTariffState(3, 3, false, 1, AT),
                        AT,
                        AT,
                        AT,
                        "fw",
                        "1.6",
                        2,
                        List.of(),
                        List.of(charging())),
                new PileEvent.PileLoggedIn(new SessionId(PILE, 9), 1L, 2, hello, AT));
    }

    @ParameterizedTest
    @MethodSource("whatTravels")
    void isReadAsItWasWritten(Object value) {
        assertThat(json.read(json.write(value), value.getClass())).isEqualTo(value);
    }

    @Test
    void aWordOfANewerVersionIsPassedOver() {
        byte[] newer = "{\"orderId\":\"x\",\"stop\":true,\"colour\":\"blue\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(json.read(newer, PileHomes.OrderChanged.class)).isEqualTo(new PileHomes.OrderChanged("x", true));
    }
}
