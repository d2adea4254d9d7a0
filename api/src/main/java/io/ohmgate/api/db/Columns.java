package io.ohmgate.api.db;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads columns by name and says which one is missing. */
public record Columns(Readable row) {
    public long number(String column) {
        return must(column, Long.class);
    }

    public String text(String column) {
        return must(column, String.class);
    }

    public Instant time(String column) {
        return must(column, Instant.class);
    }

    public byte[] bytes(String column) {
        return must(column, byte[].class);
    }

    /** Bytes in the form in which they can be compared. */
    public String hex(String column) {
        return HexFormat.of().formatHex(bytes(column));
    }

    public @Nullable Instant timeOrNull(String column) {
        return row.get(column, Instant.class);
    }

    public @Nullable String textOrNull(String column) {
        return row.get(column, String.class);
    }

    public @Nullable Long numberOrNull(String column) {
        return row.get(column, Long.class);
    }

    private <T> T must(String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
