package io.ohmgate.api.http.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargeLimit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tap on "start": which gun, until when, and whether the plug may still come. {@code tariffVersionId} is the version
 * whose prices the driver was shown; if another one holds meanwhile, nothing is started (invariants A14).
 * {@code alsoGunId} is another gun of the same pile that charges the same vehicle (并充).
 */
public record StartOrder(
        @NotNull @Pattern(regexp = "[0-9]{16}") String gunId,
        @Nullable @Valid Limit limit,
        @Nullable Boolean waitForPlug,
        @Nullable @Pattern(regexp = "[0-9]{1,18}") String tariffVersionId,
        @Nullable @Pattern(regexp = "[0-9]{16}") String alsoGunId) {
    /** At most one of them: money in fen, energy in 0.0001 kWh, minutes, or the battery in percent. None means until the car is full. */
    public record Limit(
            @Nullable @Min(1) @Max(1_000_000) Long amountFen,
            @Nullable @Min(1) @Max(100_000_000) Long energy,

            @Nullable @Min(1) @Max(ChargeLimit.Minutes.MINUTES_MAX)
            Integer minutes,

            @Nullable @Min(1) @Max(ChargeLimit.Soc.PERCENT_MAX)
            Integer socPercent) {

        private long set() {
            return Stream.of(amountFen, energy, minutes, socPercent)
                    .filter(Objects::nonNull)
                    .count();
        }
    }

    @Nullable
    Long tariffVersion() {
        return tariffVersionId == null ? null : Long.valueOf(tariffVersionId);
    }

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
        if (limit.socPercent() != null) {
            return new ChargeLimit.Soc(limit.socPercent());
        }
        return limit.minutes() == null ? new ChargeLimit.Full() : new ChargeLimit.Minutes(limit.minutes());
    }

    boolean hasOneLimitAtMost() {
        return limit == null || limit.set() <= 1;
    }
}
