package io.ohmgate.api.http.operation;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to be done to many piles: those named, or all of a station. */
public record BulkOperation(
        @NotNull @Valid NewOperation operation,
        @Nullable @Size(min = 1, max = PILES_MAX) List<@NotNull @Pattern(regexp = "[0-9]{14}") String> pileNos,
        @Nullable @Pattern(regexp = "[1-9][0-9]{0,17}") String stationId) {
    public static final int PILES_MAX = 1_000;
}
