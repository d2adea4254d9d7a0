package io.ohmgate.gateway.order;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a live value can be true (ykc.md 7.6): energy never falls, and never grows faster than the pile is built for. What
 * fails is flagged and not shown; a second value that agrees with a jump is believed, for then the pile means it.
 */
final class Reading {
    /** Reports may bunch up: this much more time may have passed on the pile's side. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private static final int POWER_PERCENT = 105;

    private Reading() {}

    /** What is odd about a value. */
    enum Doubt {
        ENERGY_FELL,
        ENERGY_JUMPED,
        AMOUNT_FELL
    }

    /** {@code since} is when the charge began, for its first value. */
    static Optional<Doubt> doubt(@Nullable Progress before, Progress now, Instant since, int ratedWatts) {
        Energy had = before == null ? Energy.ZERO : before.energy();
        if (now.energy().compareTo(had) < 0) {
            return Optional.of(Doubt.ENERGY_FELL);
        }
        Duration passed = Duration.between(before == null ? since : before.at(), now.at());
        Duration at = (passed.isNegative() ? Duration.ZERO : passed).plus(SLACK);
        Energy most = LimitWatch.energyOf((long) ratedWatts * POWER_PERCENT / 100, at);
        if (ratedWatts > 0 && now.energy().minus(had).compareTo(most) > 0) {
            return Optional.of(Doubt.ENERGY_JUMPED);
        }
        Amount amountHad = before == null ? null : before.pileAmount();
        Amount amount = now.pileAmount();
        return amountHad != null && amount != null && amount.compareTo(amountHad) < 0
                ? Optional.of(Doubt.AMOUNT_FELL)
                : Optional.empty();
    }
}
