package io.ohmgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RoundingLawsTest {
    @Property
    void aQuotientIsRoundedHalfUpWhateverItsSize(
            @ForAll @LongRange(min = 0) long numerator, @ForAll @LongRange(min = 1) long denominator) {
        long expected = BigDecimal.valueOf(numerator)
                .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP)
                .longValueExact();

        assertThat(Rounding.roundHalfUp(numerator, denominator)).isEqualTo(expected);
    }

    @Property
    void aHalfIsAlwaysRoundedUp(@ForAll @LongRange(min = 0, max = 1_000_000_000) long whole) {
        assertThat(Rounding.roundHalfUp(whole * 100 + 50, 100)).isEqualTo(whole + 1);
        assertThat(Rounding.roundHalfUp(whole * 100 + 49, 100)).isEqualTo(whole);
    }

    @Test
    void aNegativeNumberIsNotRounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.roundHalfUp(-1, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.roundHalfUp(1, 0));
    }

    @Property
    void sharesAddUpAndEachIsLessThanOneFromExact(
            @ForAll @LongRange(min = 0, max = 9_000_000_000_000_000L) long total,
            @ForAll("weights") Map<Integer, Long> weights) {
        SortedMap<Integer, Long> shares = Rounding.allocate(total, weights);

        BigInteger sum = BigInteger.valueOf(
                weights.values().stream().mapToLong(Long::longValue).sum());
        assertThat(shares.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(total);
        assertThat(shares.keySet()).isEqualTo(weights.keySet());
        weights.forEach((party, weight) -> {
            BigInteger exact = BigInteger.valueOf(total).multiply(BigInteger.valueOf(weight));
            BigInteger given = BigInteger.valueOf(share(shares, party)).multiply(sum);
            assertThat(given.subtract(exact).abs()).isLessThan(sum);
            if (weight == 0) {
                assertThat(share(shares, party)).isZero();
            }
        });
    }

    @Property
    void sharesDoNotDependOnTheOrderOfTheParties(
            @ForAll @LongRange(min = 0, max = 1_000_000) long total,
            @ForAll("weights") Map<Integer, Long> weights,
            @ForAll Random random) {
        List<Integer> parties = new ArrayList<>(weights.keySet());
        Collections.shuffle(parties, random);
        Map<Integer, Long> shuffled = new LinkedHashMap<>();
        parties.forEach(party -> shuffled.put(party, weights.getOrDefault(party, 0L)));

        assertThat(Rounding.allocate(total, shuffled)).isEqualTo(Rounding.allocate(total, weights));
    }

    @Property
    void whoWeighsMoreNeverGetsLess(
            @ForAll @LongRange(min = 0, max = 1_000_000) long total, @ForAll("weights") Map<Integer, Long> weights) {
        SortedMap<Integer, Long> shares = Rounding.allocate(total, weights);

        weights.forEach((a, weightOfA) -> weights.forEach((b, weightOfB) -> {
            if (weightOfA > weightOfB) {
                assertThat(share(shares, a)).isGreaterThanOrEqualTo(share(shares, b));
            }
        }));
    }

    @Test
    void oneFenGoesToTheFirstOfEquals() {
        assertThat(Rounding.allocate(1, Map.of("b", 1L, "a", 1L, "c", 0L)))
                .isEqualTo(new TreeMap<>(Map.of("a", 1L, "b", 0L, "c", 0L)));
    }

    @Test
    void nothingCanBeSharedAmongNobodyButAMereTotalCannot() {
        assertThat(Rounding.allocate(0, Map.of("a", 0L))).isEqualTo(new TreeMap<>(Map.of("a", 0L)));
        assertThat(Rounding.allocate(0, Map.<String, Long>of())).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.allocate(1, Map.of("a", 0L)));
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.allocate(-1, Map.of("a", 1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.allocate(1, Map.of("a", 2L, "b", -1L)));
    }

    /** Up to eight parties, some of equal weight, some of none, never all of none. */
    @Provide
    Arbitrary<Map<Integer, Long>> weights() {
        Arbitrary<Long> weight = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3), Arbitraries.longs().between(0, 9_000_000_000_000_000L));
        return Arbitraries.maps(Arbitraries.integers().between(1, 100), weight)
                .ofMinSize(1)
                .ofMaxSize(8)
                .filter(weights -> weights.values().stream().anyMatch(w -> w > 0));
    }

    private static long share(SortedMap<Integer, Long> shares, Integer party) {
        return shares.getOrDefault(party, -1L);
    }
}
