package io.ohmgate.api.store;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Some rows of a list, and where the next ones begin; null if there are no more. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public static final int LIMIT_MAX = 200;

    public Page {
        items = List.copyOf(items);
    }

    /** Makes a page of up to {@code limit} of the rows, which were asked for with one more than that. */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    static int checked(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a page has 1 to 200 rows, not " + limit);
        }
        return limit;
    }

    /** A cursor that is a number; one that is none begins where nothing is. */
    static long number(@Nullable String cursor, long whenFirst) {
        if (cursor == null) {
            return whenFirst;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException notOurs) {
            throw new IllegalArgumentException("not a cursor of this list", notOurs);
        }
    }
}
