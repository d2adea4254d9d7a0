package io.ohmgate.api.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How often somebody may try to log in: five failures in 15 minutes for an account, known or not, and fifty in an hour
 * for an address. A success forgives the account's failures before it. Pure: the tries are handed in, newest first, and
 * include the one being judged.
 */
public record LoginLimits(int accountFailures, Duration accountWindow, int addressFailures, Duration addressWindow) {
    public static final LoginLimits STANDARD = new LoginLimits(5, Duration.ofMinutes(15), 50, Duration.ofHours(1));

    /** OPEN is a try whose password is still being looked at; it counts like a failure until it is known to be none. */
    public enum Outcome {
        OPEN,
        FAILED,
        OK
    }

    public record Try(Instant at, Outcome outcome) {}

    /** Empty if the password may be looked at, else how long to wait. */
    public Optional<Duration> judge(List<Try> ofAccount, List<Try> ofAddress, Instant now) {
        Optional<Duration> account = wait(failuresSinceSuccess(ofAccount), accountFailures, accountWindow, now);
        return account.isPresent() ? account : wait(failures(ofAddress), addressFailures, addressWindow, now);
    }

    private static Optional<Duration> wait(List<Instant> failures, int max, Duration window, Instant now) {
        List<Instant> recent =
                failures.stream().filter(at -> at.isAfter(now.minus(window))).toList();
        if (recent.size() <= max) {
            return Optional.empty();
        }
        // The try judged is the newest and will not count, being refused; the max-th before it has to grow old.
        Instant mustPass = recent.get(max);
        return Optional.of(Duration.between(now, mustPass.plus(window)));
    }

    private static List<Instant> failuresSinceSuccess(List<Try> tries) {
        return tries.stream()
                .takeWhile(one -> one.outcome() != Outcome.OK)
                .map(Try::at)
                .toList();
    }

    private static List<Instant> failures(List<Try> tries) {
        return tries.stream()
                .filter(one -> one.outcome() != Outcome.OK)
                .map(Try::at)
                .toList();
    }
}
