package io.ohmgate.api.http.staff;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A tariff with its first version. */
public record NewTariff(
        @NotBlank @Size(max = 120) String name,
        @NotNull @Valid TariffPrices prices) {}
