package io.ohmgate.billing;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The only place where a number is rounded. Everything before it is exact, everything after it is a sum of integers, and
 * a refund reverses stored integers instead of rounding again; so negative numbers are never rounded.
 */
public final class Rounding {
    private Rounding() {}

    /**
     * The quotient, a half rounded up (四舍五入).
     *
     * @throws IllegalArgumentException if the numerator is negative or the denominator not positive
     */
    public static long roundHalfUp(long numerator, long denominator) {
        if (numerator < 0 || denominator <= 0) {
            throw new IllegalArgumentException("cannot round " + numerator + " / " + denominator);
        }
        long quotient = numerator / denominator;
        long remainder = numerator % denominator;
        // remainder * 2 could overflow; this cannot.
        return remainder >= denominator - remainder ? quotient + 1 : quotient;
    }

    /**
     * Shares out a total by weight (最大余数法): each share is rounded down, and what is left over goes, one by one, to the
     * largest remainders; equal remainders in the order of the keys. The shares add up to the total exactly, each is
     * less than one away from its exact value, none depends on the order of the input, a weight of zero gets nothing.
     *
     * @throws IllegalArgumentException if the total or a weight is negative, or there is a total but no weight
     */
    public static <K extends Comparable<? super K>> SortedMap<K, Long> allocate(long total, Map<K, Long> weights) {
        BigInteger sum = sumOf(weights);
        if (total < 0 || (total > 0 && sum.signum() == 0)) {
            throw new IllegalArgumentException("cannot allocate " + total + " over " + weights.size() + " weights");
        }
        SortedMap<K, Long> shares = new TreeMap<>();
        if (total == 0) {
            weights.keySet().forEach(key -> shares.put(key, 0L));
            return shares;
        }
        SortedMap<K, BigInteger> remainders = new TreeMap<>();
        long left = total;
        for (Map.Entry<K, Long> party : weights.entrySet()) {
            BigInteger[] share = BigInteger.valueOf(total)
                    .multiply(BigInteger.valueOf(party.getValue()))
                    .divideAndRemainder(sum);
            shares.put(party.getKey(), share[0].longValueExact());
            remainders.put(party.getKey(), share[1]);
            left -= share[0].longValueExact();
        }
        byLargest(remainders).stream().limit(left).forEach(key -> shares.merge(key, 1L, Long::sum));
        return shares;
    }

    private static BigInteger sumOf(Map<?, Long> weights) {
        BigInteger sum = BigInteger.ZERO;
        for (long weight : weights.values()) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight cannot be negative: " + weight);
            }
            sum = sum.add(BigInteger.valueOf(weight));
        }
        return sum;
    }

    /** The sort is stable, so keys with equal remainders stay in their own order. */
    private static <K> List<K> byLargest(SortedMap<K, BigInteger> remainders) {
        return remainders.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
