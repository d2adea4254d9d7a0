package io.ohmgate.api.http.card;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Why it is blocked. */
record BlockRequest(@NotBlank @Size(max = 200) String reason) {}
