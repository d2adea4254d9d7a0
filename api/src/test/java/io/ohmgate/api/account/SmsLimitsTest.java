package io.ohmgate.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ohmgate.api.account.SmsLimits.Refusal;
import io.ohmgate.api.account.SmsLimits.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The limits of login codes hold for every sequence of requests (invariants F8), on virtual time. */
class SmsLimitsTest {
    private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");
    private static final SmsLimits LIMITS = new SmsLimits(10, 20, 40, 60);
    private static final int SEQUENCES = 100;
    private static final int REQUESTS = 1_000;

    private record Code(Instant at, int phone, int address) {
        int prefix() {
            return phone / 4;
        }
    }

    @Test
    void noSequenceOfRequestsExceedsAnyLimit() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            List<Code> sent = sentWith(new Random(seed));
            for (Code code : sent) {
                assertThat(within(sent, code, SmsLimits.BETWEEN, other -> other.phone() == code.phone()))
                        .as("seed %d: one in 60 s", seed)
                        .isEqualTo(1);
                assertThat(within(sent, code, SmsLimits.DAY, other -> other.phone() == code.phone()))
                        .as("seed %d: ten a day", seed)
                        .isLessThanOrEqualTo(10);
                assertThat(within(sent, code, SmsLimits.HOUR, other -> other.address() == code.address()))
                        .as("seed %d: an address", seed)
                        .isLessThanOrEqualTo(20);
                assertThat(within(sent, code, SmsLimits.DAY, other -> other.prefix() == code.prefix()))
                        .as("seed %d: a prefix", seed)
                        .isLessThanOrEqualTo(40);
                assertThat(within(sent, code, SmsLimits.DAY, other -> true))
                        .as("seed %d: everybody", seed)
                        .isLessThanOrEqualTo(60);
            }
            assertThat(sent).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(60);
        }
    }

    @Test
    void aSecondCodeWaitsForTheRestOfTheMinute() {
        Sent once = new Sent(List.of(START.minusSeconds(45)), 1, 1, 1);
        assertThat(LIMITS.judge(once, START)).hasValue(new Refusal.TooSoon(Duration.ofSeconds(15)));
        assertThat(LIMITS.judge(once, START.plusSeconds(15))).isEmpty();
    }

    private static List<Code> sentWith(Random random) {
        List<Code> sent = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < REQUESTS; i++) {
            now = now.plusSeconds(random.nextInt(300));
            Code wanted = new Code(now, random.nextInt(12), random.nextInt(3));
            if (LIMITS.judge(history(sent, wanted), now).isEmpty()) {
                sent.addFirst(wanted);
            }
        }
        return sent;
    }

    private static Sent history(List<Code> sent, Code wanted) {
        return new Sent(
                sent.stream()
                        .filter(code -> code.phone() == wanted.phone())
                        .map(Code::at)
                        .toList(),
                since(sent, wanted.at().minus(SmsLimits.HOUR), code -> code.address() == wanted.address()),
                since(sent, wanted.at().minus(SmsLimits.DAY), code -> code.prefix() == wanted.prefix()),
                since(sent, wanted.at().minus(SmsLimits.DAY), code -> true));
    }

    private static long since(List<Code> sent, Instant since, java.util.function.Predicate<Code> which) {
        return sent.stream()
                .filter(code -> code.at().isAfter(since))
                .filter(which)
                .count();
    }

    private static long within(List<Code> sent, Code first, Duration window, java.util.function.Predicate<Code> which) {
        Instant end = first.at().plus(window);
        return sent.stream()
                .filter(code -> !code.at().isBefore(first.at()) && code.at().isBefore(end))
                .filter(which)
                .count();
    }
}
