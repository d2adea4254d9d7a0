package io.ohmgate.api.http.staff;

import io.ohmgate.billing.PriceLevel;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** From {@code from} until before {@code to}, at a price; the level is chosen by us if it is not given. */
@Schema(description = "时段 [from, to)，本地时间 HH:mm，to 可为 24:00 / Local time; `to` may be 24:00")
public record TariffPeriod(
        @NotNull @Pattern(regexp = TariffPeriod.TIME) String from,
        @NotNull @Pattern(regexp = TariffPeriod.TIME) String to,
        @Nullable PriceLevel level,
        @NotNull @Valid TariffPrice price) {
    static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]|24:00";
}
