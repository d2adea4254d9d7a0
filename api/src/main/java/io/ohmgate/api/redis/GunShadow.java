package io.ohmgate.api.redis;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.live.ChargeLive;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a gun was last seen to do, as it lies in Redis. It is shown as "as of {@code asOf}" and decides nothing. Null means
 * "not told".
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GunShadow(
        String gunId,
        GunState state,
        @Nullable Boolean plugged,
        int faultBits,
        @Nullable Integer socPercent,
        @Nullable Integer outputWatts,
        @Nullable String orderId,
        @Nullable Long chargedTenThousandthsKwh,
        @Nullable Long soFarFen,
        @Nullable Instant asOf) {
    static GunShadow of(GunLive gun) {
        ChargeLive charge = gun.charge();
        Energy charged = charge == null ? gun.telemetry().charged() : charge.energy();
        return new GunShadow(
                gun.gun().digits(),
                gun.state(),
                gun.plugged(),
                gun.faultBits(),
                gun.telemetry().socPercent(),
                gun.telemetry().outputWatts(),
                charge == null ? null : charge.order().orderId().text(),
                charged == null ? null : charged.tenThousandthsKwh(),
                charge == null || charge.price() == null
                        ? null
                        : charge.price().total().fen(),
                gun.reportedAt());
    }
}
