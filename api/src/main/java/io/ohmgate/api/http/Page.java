package io.ohmgate.api.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list; {@code nextCursor} leads to the next part and is null at the end. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public static final int LIMIT_MAX = 200;
    public static final String LIMIT_DEFAULT = "50";

    public Page {
        items = List.copyOf(items);
    }

    /** From {@code limit + 1} rows: the one too many only tells that there is more. */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, T> view, Function<R, String> cursor) {
        List<R> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        return new Page<>(
                shown.stream().map(view).toList(),
                rows.size() > limit ? Cursor.of(cursor.apply(shown.getLast())) : null);
    }
}
