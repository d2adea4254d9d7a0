package io.ohmgate.api.http.staff;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a day, said in one of three ways: {@code flat}, one price all day (标准计费); {@code periods}, ranges with
 * their prices (分时计费); or {@code slots}, the price of each of the 48 half hours.
 */
public record TariffPrices(
        @Nullable @Valid TariffPrice flat,
        @Nullable @Size(min = 1, max = 48) List<@Valid TariffPeriod> periods,
        @Nullable @Size(max = 96) List<@Valid TariffPrice> slots) {}
