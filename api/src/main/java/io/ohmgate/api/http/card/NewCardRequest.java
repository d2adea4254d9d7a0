package io.ohmgate.api.http.card;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A card to be: the number in it in hex, the number printed on it, and, all of them optional, its driver, a password to
 * be typed at the pile, what it may spend a day, and the one station where it works.
 */
record NewCardRequest(
        @NotBlank @Size(max = 32) String cardNo,
        @Nullable @Pattern(regexp = "[0-9]{1,16}") String printedNo,
        @Nullable String driverId,
        @Nullable @Size(min = 4, max = 16) String password,
        @Nullable @Min(1) @Max(10_000_000) Long dailyCapFen,
        @Nullable @Pattern(regexp = "[0-9]{1,18}") String stationId) {
    @Override
    public String toString() {
        return "NewCardRequest";
    }
}
