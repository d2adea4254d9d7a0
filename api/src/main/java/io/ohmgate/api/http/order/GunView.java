package io.ohmgate.api.http.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.PriceChangeView;
import io.ohmgate.api.view.PriceView;
import io.ohmgate.api.view.TelemetryView;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.session.PileEntry.PileKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gun (充电枪) as its QR code shows it: what it does, what it costs, and whether this driver can start now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GunView(
        String gunId,
        String pileNo,
        int gunNo,
        String pileName,
        String stationId,
        String stationName,
        boolean stationOpen,
        PileKind kind,
        int ratedWatts,
        boolean online,
        GunState state,
        @Nullable Boolean plugged,
        TelemetryView telemetry,
        @Nullable String tariffVersionId,
        @Nullable PriceView priceNow,
        @Nullable PriceChangeView priceNext,
        @Nullable Checks checks) {
    /** Whether a start would be accepted now, and everything that stands in its way. */
    public record Checks(boolean canStart, List<Reason> reasons) {}

    /** One reason not to start, in words for the driver. */
    public record Reason(String code, String detail, String detailEn, String nextAction, String nextActionEn) {}
}
