package io.ohmgate.api.http;

import io.ohmgate.api.problem.ProblemCode;
import io.ohmgate.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a list goes on. Opaque to clients, who only hand it back. */
public final class Cursor {
    private static final int LENGTH_MAX = 128;
    private static final Pattern POSITION = Pattern.compile("[0-9a-z]{1,64}");

    private Cursor() {}

    public static String of(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** The position as a store knows it; null for the beginning. */
    public static @Nullable String position(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String position = cursor.length() > LENGTH_MAX
                    ? ""
                    : new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (POSITION.matcher(position).matches()) {
                return position;
            }
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        throw bad();
    }

    public static long number(@Nullable String cursor, long atStart) {
        String position = position(cursor);
        try {
            return position == null ? atStart : Long.parseLong(position);
        } catch (NumberFormatException e) {
            throw bad();
        }
    }

    private static ProblemException bad() {
        return ProblemException.of(ProblemCode.INVALID_REQUEST, "cursor", "不是本列表的游标 / not a cursor of this list");
    }
}
