package io.gatewatch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor to ask for what follows; absent when nothing does
 */
record Page<T>(
        List<T> items,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String nextCursor) {

    /** Of a list that was asked for one more than the page holds. */
    static <S, T> Page<T> of(List<S> oneMore, int limit, Function<S, T> item, Function<S, String> cursor) {
        List<S> rows = oneMore.size() > limit ? oneMore.subList(0, limit) : oneMore;
        String next = oneMore.size() > limit ? cursor.apply(rows.get(limit - 1)) : null;
        return new Page<>(rows.stream().map(item).toList(), next);
    }
}
