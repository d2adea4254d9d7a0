package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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

    /** A page of a store as a page of views; a cursor that the store does not know is the client's fault. */
    public static <R, T> Mono<Page<T>> of(Mono<io.ohmgate.api.store.Page<R>> rows, Function<R, T> view) {
        return rows.map(page -> new Page<>(
                        page.items().stream().map(view).toList(),
                        page.nextCursor() == null ? null : Cursor.of(page.nextCursor())))
                .onErrorMap(
                        IllegalArgumentException.class,
                        bad -> ProblemException.of(
                                ProblemCode.INVALID_REQUEST, "cursor", "不是本列表的游标 / not a cursor of this list"));
    }
}
