package io.ohmgate.api.embedded;

import java.util.regex.Pattern;

/** A database user; the words are kept to an alphabet that needs no quoting in SQL. */
public record Account(String user, String password) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    public Account {
        if (!PLAIN.matcher(user).matches() || !PLAIN.matcher(password).matches()) {
            throw new IllegalArgumentException("user and password take letters, digits, '_' and '-' only");
        }
    }

    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
