package io.ohmgate.api.http.pile;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** The options that are to be switched on; all others are switched off. */
public record DialectRequest(@NotNull @Size(max = 20) List<String> options) {}
