package io.ohmgate.api.http.pile;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** What a station asks of a pile's session before it may start a charge. */
public record MinimumTrust(@Min(1) @Max(2) int level) {}
