package io.ohmgate.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.account.LoginLimits.Outcome;
import io.ohmgate.api.account.LoginLimits.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Five failures in 15 minutes for an account, fifty in an hour for an address. */
class LoginLimitsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
    private static final int SEQUENCES = 200;
    private static final int TRIES = 500;

    @Test
    void theSixthFailureInAQuarterOfAnHourIsNotLookedAt() {
        assertThat(judge(failures(5), NOON)).isEmpty();
        assertThat(judge(failures(6), NOON)).isPresent();
    }

    @Test
    void theWaitEndsWhenTheFirstOfTheFiveIsAQuarterOfAnHourOld() {
        List<Try> tries = failures(6);
        Instant first = tries.getLast().at();
        assertThat(judge(tries, NOON)).hasValue(Duration.between(NOON, first.plus(Duration.ofMinutes(15))));
    }

    @Test
    void aSuccessForgivesWhatWasBeforeIt() {
        List<Try> tries = new ArrayList<>(failures(3));
        tries.add(new Try(NOON.minusSeconds(50), Outcome.OK));
        tries.addAll(failures(5));
        assertThat(judge(tries, NOON)).isEmpty();
    }

    @Test
    void theFiftyFirstFailureOfAnAddressIsNotLookedAtWhateverTheAccount() {
        assertThat(LoginLimits.STANDARD.judge(List.of(), failures(50), NOON)).isEmpty();
        assertThat(LoginLimits.STANDARD.judge(List.of(), failures(51), NOON)).isPresent();
    }

    /** Random tries on virtual time: never more than five passwords are looked at in any 15 minutes without a success. */
    @Test
    void noSequenceOfTriesGetsMoreThanFiveGuessesInAnyQuarterOfAnHour() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            Random random = new Random(seed);
            List<Try> written = new ArrayList<>();
            Instant now = NOON;
            for (int i = 0; i < TRIES; i++) {
                now = now.plusSeconds(random.nextInt(120));
                List<Try> seen = new ArrayList<>(written);
                seen.addFirst(new Try(now, Outcome.OPEN));
                if (judge(seen, now).isEmpty()) {
                    written.addFirst(new Try(now, Outcome.FAILED));
                }
            }
            for (Try one : written) {
                Instant end = one.at().plus(Duration.ofMinutes(15));
                long inWindow = written.stream()
                        .filter(other ->
                                !other.at().isBefore(one.at()) && other.at().isBefore(end))
                        .count();
                assertThat(inWindow).as("seed %d", seed).isLessThanOrEqualTo(5);
            }
            assertThat(written)
                    .as("seed %d: the owner is not kept out for ever", seed)
                    .hasSizeGreaterThan(50);
        }
    }

    private static Optional<Duration> judge(List<Try> tries, Instant now) {
        return LoginLimits.STANDARD.judge(tries, List.of(), now);
    }

    /** Newest first, ten seconds apart, the newest now. */
    private static List<Try> failures(int count) {
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tries.add(new Try(NOON.minusSeconds(10L * i), Outcome.FAILED));
        }
        return tries;
    }
}
