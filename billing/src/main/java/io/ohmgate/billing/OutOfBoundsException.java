package io.ohmgate.billing;

/** A number that fits the wire but not the business; {@link #bound()} names which limit it breaks. */
public final class OutOfBoundsException extends IllegalArgumentException {
    private final Bound bound;

    OutOfBoundsException(Bound bound, long value) {
        super(bound + " is at most " + bound.max() + ", not " + value);
        this.bound = bound;
    }

    public Bound bound() {
        return bound;
    }
}
