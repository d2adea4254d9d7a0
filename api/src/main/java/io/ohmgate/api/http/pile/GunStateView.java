package io.ohmgate.api.http.pile;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.CodeView;
import io.ohmgate.api.view.TelemetryView;
import io.ohmgate.gateway.live.GunLive;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gun of a pile as staff see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GunStateView(
        String gunId,
        int gunNo,
        GunState state,
        @Nullable Boolean plugged,
        int faultBits,
        List<CodeView> faults,
        @Nullable Instant reportedAt,
        TelemetryView telemetry,
        @Nullable String orderId) {
    static GunStateView of(GunId gun, @Nullable GunLive known) {
        GunLive live = known == null ? GunLive.unknown(gun, 0, 0) : known;
        return new GunStateView(
                gun.digits(),
                gun.gunNo(),
                live.state(),
                live.plugged(),
                live.faultBits(),
                CodeView.faults(live.faultBits()),
                live.reportedAt(),
                TelemetryView.of(live),
                live.charge() == null ? null : live.charge().order().orderId().text());
    }
}
