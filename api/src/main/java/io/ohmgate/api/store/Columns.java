package io.ohmgate.api.store;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Columns and parameters as Java sees them. What must be there is asked for by another word than what may be missing. */
final class Columns {
    private Columns() {}

    static long number(Readable row, String column) {
        return there(row.get(column, Long.class), column);
    }

    static int integer(Readable row, String column) {
        return there(row.get(column, Integer.class), column);
    }

    static String text(Readable row, String column) {
        return there(row.get(column, String.class), column);
    }

    static boolean flag(Readable row, String column) {
        return there(row.get(column, Boolean.class), column);
    }

    static byte[] bytes(Readable row, String column) {
        return there(row.get(column, byte[].class), column);
    }

    static Instant instant(Readable row, String column) {
        return there(row.get(column, Instant.class), column);
    }

    static <E extends Enum<E>> E constant(Readable row, String column, Class<E> type) {
        return Enum.valueOf(type, text(row, column));
    }

    static @Nullable Long numberOrNull(Readable row, String column) {
        return row.get(column, Long.class);
    }

    static @Nullable Integer integerOrNull(Readable row, String column) {
        return row.get(column, Integer.class);
    }

    static @Nullable String textOrNull(Readable row, String column) {
        return row.get(column, String.class);
    }

    static @Nullable Instant instantOrNull(Readable row, String column) {
        return row.get(column, Instant.class);
    }

    static @Nullable LocalDateTime localTimeOrNull(Readable row, String column) {
        return row.get(column, LocalDateTime.class);
    }

    static <E extends Enum<E>> @Nullable E constantOrNull(Readable row, String column, Class<E> type) {
        String name = textOrNull(row, column);
        return name == null ? null : Enum.valueOf(type, name);
    }

    /** Cut to the millisecond: the server would round a finer time up, and then what is read back is in the future. */
    static Instant storable(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Binds a value that may be missing. */
    static GenericExecuteSpec bind(GenericExecuteSpec spec, String name, @Nullable Object value) {
        Object plain = Rows.plain(value);
        return plain == null ? spec.bindNull(name, String.class) : spec.bind(name, plain);
    }

    private static <T> T there(@Nullable T value, String column) {
        return Objects.requireNonNull(value, column);
    }
}
