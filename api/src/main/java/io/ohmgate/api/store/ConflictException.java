package io.ohmgate.api.store;

/**
 * What was asked for cannot stand beside what is there; nothing was written.
 *
 * <ul>
 *   <li>{@code STATION_CODE_TAKEN}, {@code TARIFF_NAME_TAKEN}: the tenant has one of that name.
 *   <li>{@code MODEL_NUMBERS_USED_UP}: 9,999 versions were published; piles cannot be told of another one.
 *   <li>{@code ALREADY_BOOKED}: the same key has booked another amount, or for another driver.
 * </ul>
 */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    ConflictException(Kind kind) {
        super(kind.name(), null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What stands in the way. */
    public enum Kind {
        STATION_CODE_TAKEN,
        TARIFF_NAME_TAKEN,
        MODEL_NUMBERS_USED_UP,
        ALREADY_BOOKED,
        MASK_NAME_TAKEN,
        TOO_MANY_MASKS,
        FIRMWARE_VERSION_TAKEN
    }
}
