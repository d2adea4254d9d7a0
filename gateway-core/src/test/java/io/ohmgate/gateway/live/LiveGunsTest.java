package io.ohmgate.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.RunningMeter;
import io.ohmgate.billing.Tariff;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.link.PileReport.GunHealth;
import io.ohmgate.gateway.link.PileReport.GunReported;
import io.ohmgate.gateway.link.Telemetry;
import io.ohmgate.gateway.live.ChargeLive.PriceNow;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderRef;
import io.ohmgate.gateway.order.OrderState;
import io.ohmgate.gateway.order.RunningCharge;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.TradeNo;
import io.ohmgate.gateway.session.PileStatus;
import io.ohmgate.gateway.session.SessionStage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class LiveGunsTest {
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final GunId GUN = SessionStage.PILE.gun(1);
    private static final TradeNo OURS = new TradeNo("32010200000001012611221925000001");
    private static final TradeNo STORED = new TradeNo("32010200000001012611210101010007");
    /** 12:00 at the site. */
    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");

    private final SessionStage stage = new SessionStage();
    private final List<LiveChange> changes = new ArrayList<>();
    private Instant now = NOON;
    private final LiveGuns guns = new LiveGuns(stage.directory, () -> now, SITE, stage.events::add, changes::add);

    @Test
    void theMoneySoFarIsSplitIntoElectricityAndServiceAtOurOwnPrice() {
        later(Duration.ofMinutes(10));
        guns.reported(charging(OURS, 100_000), running(cheapAfternoon(), 100_000));
        PriceNow price = price();
        assertThat(price.electricity()).isEqualTo(new Money(1_000));
        assertThat(price.service()).isEqualTo(new Money(500));
        assertThat(Objects.requireNonNull(live().charge()).elapsed()).isEqualTo(Duration.ofMinutes(10));
        assertThat(price.level()).isEqualTo(PriceLevel.PEAK);
        assertThat(Objects.requireNonNull(price.next()).level()).isEqualTo(PriceLevel.VALLEY);
    }

    @Test
    void thePriceChangesAtTheHalfHourWithoutAnyReport() {
        guns.reported(charging(OURS, 0), running(cheapAfternoon()));
        later(Duration.ofMinutes(30));
        guns.refreshPrices(gun -> running(cheapAfternoon()));
        assertThat(price().level()).isEqualTo(PriceLevel.VALLEY);
    }

    @Test
    void displayedEnergyNeverGoesDown() {
        guns.reported(charging(OURS, 50_000), running(cheapAfternoon()));
        guns.reported(charging(OURS, 20_000), running(cheapAfternoon()));
        assertThat(Objects.requireNonNull(live().charge()).energy()).isEqualTo(new Energy(50_000));
        assertThat(live().telemetry().charged()).isEqualTo(new Energy(50_000));
    }

    @Test
    void aStoredReportOfAnotherChargeDoesNotTouchTheRunningOne() {
        guns.reported(charging(OURS, 50_000), running(cheapAfternoon()));
        GunLive before = live();
        assertThat(guns.reported(charging(STORED, 990_000), running(cheapAfternoon())))
                .isFalse();
        assertThat(live()).isEqualTo(before);
    }

    @Test
    void storedReportsInARowDoNotMakeAnIdleGunCharge() {
        guns.reported(idle(), null);
        for (int i = 0; i < 50; i++) {
            guns.reported(charging(STORED, i), null);
            later(Duration.ofMillis(50));
        }
        assertThat(live().state()).isEqualTo(GunState.IDLE);
    }

    @Test
    void aChargeNobodyOrderedShowsWhenItIsReportedAgain() {
        guns.reported(idle(), null);
        guns.reported(charging(STORED, 10), null);
        later(Duration.ofSeconds(15));
        guns.reported(charging(STORED, 20), null);
        assertThat(live().state()).isEqualTo(GunState.CHARGING);
    }

    @Test
    void anOfflinePileHasOfflineGunsUntilTheyReport() {
        guns.reported(idle(), null);
        guns.pileWentOffline(SessionStage.PILE);
        assertThat(live().state()).isEqualTo(GunState.OFFLINE);
        guns.pileCameOnline(SessionStage.PILE);
        assertThat(live().state()).isEqualTo(GunState.UNKNOWN);
        guns.reported(idle(), null);
        assertThat(live().state()).isEqualTo(GunState.IDLE);
    }

    @Test
    void heartbeatsTellFaultsAndTheirEndAndOtherwiseNothing() {
        guns.reported(idle(), null);
        changes.clear();
        guns.reported(new GunHealth(GUN, false));
        assertThat(changes).isEmpty();
        guns.reported(new GunHealth(GUN, true));
        assertThat(live().state()).isEqualTo(GunState.FAULT);
        guns.reported(new GunHealth(GUN, false));
        assertThat(live().state()).isEqualTo(GunState.IDLE);
    }

    @Test
    void aGunThatIsNotRegisteredIsNotKept() {
        GunId third = SessionStage.PILE.gun(3);
        assertThat(guns.find(third)).isNull();
        guns.reported(new GunReported(third, null, GunState.IDLE, true, true, Telemetry.NONE, 0), null);
        assertThat(changes).isEmpty();
    }

    @Test
    void aSlowSinkGetsFewerValuesAndTheLatest() {
        List<List<GunLive>> written = new ArrayList<>();
        Sinks.Empty<Void> first = Sinks.empty();
        LivePublisher publisher = new LivePublisher(
                (values, piles) -> {
                    written.add(values);
                    return written.size() == 1 ? first.asMono() : Mono.empty();
                },
                guns::find,
                this::status);
        for (int i = 0; i < 10; i++) {
            guns.reported(charging(OURS, 10L * i), running(cheapAfternoon()));
            publisher.changed(GUN);
            publisher.flush();
        }
        first.tryEmitEmpty();
        publisher.flush();
        publisher.flush();
        assertThat(written).hasSize(2);
        assertThat(written.get(1)).singleElement().isEqualTo(live());
    }

    @Test
    void whatASinkFailedToWriteIsWrittenNextTime() {
        List<Integer> sizes = new ArrayList<>();
        LivePublisher publisher = new LivePublisher(
                (values, piles) -> {
                    sizes.add(values.size());
                    return sizes.size() == 1 ? Mono.error(new IllegalStateException("away")) : Mono.empty();
                },
                guns::find,
                this::status);
        publisher.changed(GUN);
        publisher.flush();
        publisher.flush();
        publisher.flush();
        assertThat(sizes).containsExactly(1, 1);
    }

    private PileStatus status(io.ohmgate.gateway.pile.PileNo pileNo) {
        return stage.sessions.statusOf(pileNo);
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private GunLive live() {
        return Objects.requireNonNull(guns.find(GUN));
    }

    private PriceNow price() {
        return Objects.requireNonNull(Objects.requireNonNull(live().charge()).price());
    }

    private static GunReported idle() {
        return new GunReported(GUN, null, GunState.IDLE, true, true, Telemetry.NONE, 0);
    }

    private static GunReported charging(TradeNo tradeNo, long charged) {
        Telemetry telemetry = new Telemetry(7_500, 1_000, 40, 55, null, 1, 30, new Energy(charged), null);
        return new GunReported(GUN, tradeNo, GunState.CHARGING, true, false, telemetry, 0);
    }

    private static RunningCharge running(Tariff tariff) {
        return running(tariff, 0);
    }

    private static RunningCharge running(Tariff tariff, long metered) {
        RunningMeter meter = RunningMeter.startingAt(tariff).plus(new Energy(metered), LocalTime.NOON);
        OrderRef order = new OrderRef(
                new OrderId("0".repeat(OrderId.LENGTH)), SessionStage.TENANT, SessionStage.STATION, GUN, OURS, 5L);
        return new RunningCharge(
                order, OrderState.CHARGING, new ChargeLimit.Full(), new Money(10_000), NOON, NOON, null, meter);
    }

    /** 1.00 + 0.50 yuan until 12:30, 0.20 + 0.10 from then on. */
    private static Tariff cheapAfternoon() {
        List<PriceLevel> slots = new ArrayList<>(Collections.nCopies(Tariff.SLOTS, PriceLevel.VALLEY));
        for (int slot = 0; slot < 25; slot++) {
            slots.set(slot, PriceLevel.PEAK);
        }
        return new Tariff(
                slots,
                Map.of(
                        PriceLevel.PEAK, new Price(new UnitPrice(100_000), new UnitPrice(50_000)),
                        PriceLevel.VALLEY, new Price(new UnitPrice(20_000), new UnitPrice(10_000))));
    }
}
