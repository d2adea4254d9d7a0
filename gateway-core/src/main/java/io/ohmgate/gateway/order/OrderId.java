package io.ohmgate.gateway.order;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The public name of an order: 26 lower-case characters, 48 bits of time and 80 of chance, so that ids sort by age and
 * nobody guesses another's. The trade number is no such name: it tells the pile and the second.
 */
public record OrderId(String text) implements Comparable<OrderId> {
    public static final int LENGTH = 26;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS_PER_CHARACTER = 5;
    private static final int TIME_CHARACTERS = 10;

    /** @throws IllegalArgumentException if it is not 26 characters of the alphabet */
    public OrderId {
        if (text.length() != LENGTH || !text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("an order id has " + LENGTH + " characters of " + ALPHABET);
        }
    }

    /** A new id. {@code random} must be a secure source in production. */
    public static OrderId create(Instant now, RandomGenerator random) {
        StringBuilder text = new StringBuilder(LENGTH);
        long millis = now.toEpochMilli();
        for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
            text.append(character(millis >>> (i * BITS_PER_CHARACTER)));
        }
        for (int i = TIME_CHARACTERS; i < LENGTH; i++) {
            text.append(character(random.nextLong()));
        }
        return new OrderId(text.toString());
    }

    private static char character(long bits) {
        return ALPHABET.charAt((int) (bits & 0x1F));
    }

    @Override
    public int compareTo(OrderId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
