package io.ohmgate.api.http.station;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/** The tariff version that a station charges from now on. */
public record TariffChoice(
        @NotBlank @Pattern(regexp = "[0-9]{1,18}") String tariffVersionId) {}
