package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.Progress;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** A charge as it is now: energy in 0.0001 kWh, money so far in fen, prices in 0.00001 yuan per kWh. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChargeView(
        @Nullable Instant chargingSince,
        @Nullable Long elapsedSeconds,
        long energy,
        @Nullable Long electricityFen,
        @Nullable Long serviceFen,
        @Nullable Long totalFen,
        @Nullable PriceNow priceNow,
        @Nullable NextPrice priceNext,
        TelemetryView telemetry,
        @Nullable Instant reportedAt) {

    /** What a kWh costs at a price level (尖峰平谷). */
    public record PriceNow(PriceLevel level, long electricity, long service, long total) {
        static PriceNow of(PriceLevel level, Price price) {
            return new PriceNow(
                    level,
                    price.electricity().hundredThousandthsYuanPerKwh(),
                    price.service().hundredThousandthsYuanPerKwh(),
                    price.total().hundredThousandthsYuanPerKwh());
        }
    }

    /** The price that comes next, at this time of the site's day. */
    public record NextPrice(LocalTime siteTime, boolean tomorrow, PriceNow price) {}

    /** The charge that runs on the gun; null if none does. */
    public static @Nullable ChargeView of(GunLive gun) {
        ChargeLive charge = gun.charge();
        if (charge == null) {
            return null;
        }
        ChargeLive.PriceNow now = charge.price();
        return new ChargeView(
                charge.chargingSince(),
                charge.elapsed().toSeconds(),
                charge.energy().tenThousandthsKwh(),
                now == null ? null : now.electricity().fen(),
                now == null ? null : now.service().fen(),
                now == null ? null : now.total().fen(),
                now == null ? null : PriceNow.of(now.level(), now.price()),
                now == null ? null : next(now),
                TelemetryView.of(gun),
                gun.reportedAt());
    }

    private static @Nullable NextPrice next(ChargeLive.PriceNow now) {
        return now.next() == null
                ? null
                : new NextPrice(
                        now.next().at(),
                        now.next().tomorrow(),
                        PriceNow.of(now.next().level(), now.next().price()));
    }

    /** The last that is known of a charge whose gun has nothing more to say; null if there was nothing. */
    static @Nullable ChargeView lastOf(ChargingOrder order) {
        Progress last = order.progress();
        return last == null
                ? null
                : new ChargeView(
                        order.times().chargingSeenAt(),
                        null,
                        last.energy().tenThousandthsKwh(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        TelemetryView.ofSoc(last.socPercent()),
                        last.at());
    }
}
