package io.ohmgate.api.view;

import io.ohmgate.billing.Price;
import io.ohmgate.billing.PriceLevel;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a kWh costs. */
@Schema(description = "单价，单位 0.00001 元/千瓦时 / Prices in 0.00001 yuan per kWh")
public record PriceView(PriceLevel level, long electricity, long service, long total) {
    public static PriceView of(PriceLevel level, Price price) {
        return new PriceView(
                level,
                price.electricity().hundredThousandthsYuanPerKwh(),
                price.service().hundredThousandthsYuanPerKwh(),
                price.total().hundredThousandthsYuanPerKwh());
    }
}
