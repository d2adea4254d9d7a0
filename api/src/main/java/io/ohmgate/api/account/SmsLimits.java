package io.ohmgate.api.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many login codes may be sent (invariants F8): for a phone one in 60 s and ten in a day; for an address, for the
 * first seven digits of the phone and for everybody a number that no honest use reaches. All windows slide. Pure.
 */
public record SmsLimits(int phoneDaily, int addressHourly, int prefixDaily, int globalDaily) {
    public static final Duration BETWEEN = Duration.ofSeconds(60);
    public static final Duration HOUR = Duration.ofHours(1);
    public static final Duration DAY = Duration.ofDays(1);
    public static final SmsLimits STANDARD = new SmsLimits(10, 20, 200, 5000);

    /** What was sent before: to the phone in the last day (newest first), and how many to or from the others. */
    public record Sent(List<Instant> toPhone, long fromAddressInHour, long toPrefixInDay, long inDay) {}

    public sealed interface Refusal {
        record TooSoon(Duration left) implements Refusal {}

        record LimitReached() implements Refusal {}
    }

    public Optional<Refusal> judge(Sent sent, Instant now) {
        List<Instant> today =
                sent.toPhone().stream().filter(at -> at.isAfter(now.minus(DAY))).toList();
        if (today.size() >= phoneDaily
                || sent.fromAddressInHour() >= addressHourly
                || sent.toPrefixInDay() >= prefixDaily
                || sent.inDay() >= globalDaily) {
            return Optional.of(new Refusal.LimitReached());
        }
        return today.stream()
                .findFirst()
                .map(last -> Duration.between(now, last.plus(BETWEEN)))
                .filter(left -> left.isPositive())
                .map(Refusal.TooSoon::new);
    }
}
