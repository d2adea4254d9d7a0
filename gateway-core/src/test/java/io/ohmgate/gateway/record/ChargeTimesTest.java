package io.ohmgate.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.link.ChargeRecord;
import io.ohmgate.gateway.order.ChargeLimit;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OfflineCharges;
import io.ohmgate.gateway.order.OrderId;
import io.ohmgate.gateway.order.OrderOrigin;
import io.ohmgate.gateway.order.OrderSource;
import io.ohmgate.gateway.order.OrderTerms;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChargeTimesTest {
    private static final ZoneId SITE = ZoneId.of("Asia/Shanghai");
    private static final GunId GUN = GunId.parse("3201060001923601");
    private static final TradeNo TRADE_NO = new TradeNo("32010600019236010260301120000001");
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0);
    private static final Instant RECEIVED = NOON.atZone(SITE).toInstant();

    private static ChargeTimes offline(@Nullable LocalDateTime start, @Nullable LocalDateTime end) {
        OrderTerms terms = new OrderTerms(
                1,
                2,
                GUN,
                TRADE_NO,
                7L,
                null,
                3L,
                Money.ZERO,
                new ChargeLimit.Full(),
                false,
                RECEIVED,
                OrderSource.ofCard(OrderOrigin.OFFLINE_CARD, 9));
        ChargingOrder order = OfflineCharges.open(new OrderId("0000000000000000000000000a"), terms, RECEIVED);
        ChargeRecord record = new ChargeRecord(
                TRADE_NO,
                GUN,
                start,
                end,
                List.of(),
                0,
                0,
                Energy.ZERO,
                Energy.ZERO,
                Amount.ZERO,
                ChargeRecord.StartedBy.OFFLINE_CARD,
                0x40,
                true);
        return ChargeTimes.of(record, order, RECEIVED, SITE);
    }

    @Test
    void aChargeOfLastWeekByAnOfflineCardTookWhatThePileTells() {
        assertThat(offline(NOON.minusDays(7), NOON.minusDays(7).plusHours(2)))
                .isEqualTo(new ChargeTimes(Duration.ofHours(2), false));
        assertThat(offline(NOON.minusDays(59), NOON.minusDays(59).plusHours(1)))
                .isEqualTo(new ChargeTimes(Duration.ofHours(1), false));
    }

    @Test
    void aClockOfAnotherCenturyOrOfTomorrowLeavesTheDurationUnknown() {
        ChargeTimes unknown = new ChargeTimes(null, true);
        assertThat(offline(NOON.minusYears(26), NOON.minusYears(26).plusHours(2)))
                .isEqualTo(unknown);
        assertThat(offline(NOON.plusDays(1), NOON.plusDays(1).plusHours(2))).isEqualTo(unknown);
        assertThat(offline(NOON.minusHours(2), NOON.minusHours(3))).isEqualTo(unknown);
        assertThat(offline(null, NOON)).isEqualTo(unknown);
    }
}
