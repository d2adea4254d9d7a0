package io.ohmgate.api.http.wallet;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Why a driver may not start charges. */
public record BarRequest(@NotBlank @Size(max = 191) String reason) {}
