package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a list goes on. Opaque to clients, who only hand it back. */
public final class Cursor {
    private static final int LENGTH_MAX = 128;

    private Cursor() {}

    static String of(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    public static String text(@Nullable String cursor, String atStart) {
        if (cursor == null) {
            return atStart;
        }
        if (cursor.length() > LENGTH_MAX) {
            throw bad();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad();
        }
    }

    public static long number(@Nullable String cursor, long atStart) {
        try {
            return Long.parseLong(text(cursor, Long.toString(atStart)));
        } catch (NumberFormatException e) {
            throw bad();
        }
    }

    private static ProblemException bad() {
        return ProblemException.of(ProblemCode.INVALID_REQUEST, "cursor", "不是本接口给出的游标 / not a cursor of this list");
    }
}
