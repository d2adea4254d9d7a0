package io.ohmgate.api.http.wallet;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Test money for a driver. */
public record CreditRequest(
        @Min(1) @Max(CreditRequest.FEN_MAX) long amountFen,
        @NotBlank @Size(max = 200) String reason) {
    /** 10,000 yuan: more than any test needs. */
    static final long FEN_MAX = 1_000_000;
}
