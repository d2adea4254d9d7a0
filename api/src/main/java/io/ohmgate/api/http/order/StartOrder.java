package io.ohmgate.api.http.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargeLimit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** A tap on "start": which gun, until when, and whether the plug may still come. */
public record StartOrder(
        @NotNull @Pattern(regexp = "[0-9]{16}") String gunId,
        @Nullable @Valid Limit limit,
        @Nullable Boolean waitForPlug) {
    /** At most one of them: money in fen, energy in 0.0001 kWh, or minutes. None means until the car is full. */
    public record Limit(
            @Nullable @Min(1) @Max(1_000_000) Long amountFen,
            @Nullable @Min(1) @Max(100_000_000) Long energy,

            @Nullable @Min(1) @Max(ChargeLimit.Minutes.MINUTES_MAX)
            Integer minutes) {}

    ChargeLimit chargeLimit() {
        if (limit == null) {
            return new ChargeLimit.Full();
        }
        if (limit.amountFen() != null) {
            return new ChargeLimit.Amount(new Money(limit.amountFen()));
        }
        if (limit.energy() != null) {
            return new ChargeLimit.EnergyLimit(new Energy(limit.energy()));
        }
        return limit.minutes() == null ? new ChargeLimit.Full() : new ChargeLimit.Minutes(limit.minutes());
    }

    boolean hasOneLimitAtMost() {
        if (limit == null) {
            return true;
        }
        int set = (limit.amountFen() == null ? 0 : 1)
                + (limit.energy() == null ? 0 : 1)
                + (limit.minutes() == null ? 0 : 1);
        return set <= 1;
    }
}
