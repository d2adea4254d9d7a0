package io.ohmgate.api.http.pile;

import io.ohmgate.gateway.session.PileEntry.PileKind;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A pile to be put on the allow-list. */
public record NewPile(
        @NotNull @Pattern(regexp = "[0-9]{14}") String pileNo,
        @NotBlank @Size(max = 64) String stationCode,
        @NotBlank @Size(max = 120) String name,
        @NotNull PileKind kind,
        @Min(1) @Max(99) int guns,
        @Min(1) @Max(2000) int ratedKw) {}
