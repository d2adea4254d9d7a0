package io.ohmgate.api.http.station;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.view.PriceChangeView;
import io.ohmgate.api.view.PriceView;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A station (充电站): where it is, what it charges now and which guns are free. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StationView(
        String id,
        String code,
        String name,
        String address,
        BigDecimal lat,
        BigDecimal lon,
        boolean open,
        @Nullable Integer distanceMetres,
        @Nullable PriceView priceNow,
        @Nullable PriceChangeView priceNext,
        @Nullable String tariffVersionId,
        Guns guns) {
    /** All guns in service, and those a driver could use now. */
    public record Guns(int total, int free) {}
}
