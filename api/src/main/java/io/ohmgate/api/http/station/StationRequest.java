package io.ohmgate.api.http.station;

import io.ohmgate.api.http.Degrees;
import io.ohmgate.api.store.StationTables.StationDraft;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is said of a station. Positions are GCJ-02 degrees. */
public record StationRequest(
        @NotBlank @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String code,
        @NotBlank @Size(max = 120) String name,
        @Nullable @Size(max = 200) String address,
        @NotNull BigDecimal lat,
        @NotNull BigDecimal lon,
        @Nullable Boolean open) {
    StationDraft draft(boolean openIfNotSaid) {
        return new StationDraft(
                code,
                name,
                address == null ? "" : address,
                Degrees.place(lat, lon),
                open == null ? openIfNotSaid : open);
    }
}
