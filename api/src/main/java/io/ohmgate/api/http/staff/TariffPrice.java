package io.ohmgate.api.http.staff;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** A pair of prices. */
@Schema(description = "单价，单位 0.00001 元/千瓦时 / Prices in 0.00001 yuan per kWh")
public record TariffPrice(
        @Min(0) @Max(TariffPrice.MAX) long electricity,
        @Min(0) @Max(TariffPrice.MAX) long service) {
    /** What the wire can carry: 99.99999 yuan. What is absurd is judged more narrowly. */
    static final long MAX = 9_999_999;
}
