package io.ohmgate.api.db;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version as {@code SELECT VERSION()} gives it: {@code 8.0.36}, {@code 11.4.5-MariaDB}, {@code 5.5.5-10.11.19-MariaDB}. */
record ServerVersion(boolean mariaDb, int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");
    /** MariaDB once put this before its own number, so that old MySQL replicas would accept it. */
    private static final String DISGUISE = "5.5.5-";

    static ServerVersion parse(String text) {
        boolean mariaDb = text.toLowerCase(Locale.ROOT).contains("mariadb");
        String own = mariaDb && text.startsWith(DISGUISE) ? text.substring(DISGUISE.length()) : text;
        Matcher matcher = NUMBERS.matcher(own);
        if (!matcher.find()) {
            return new ServerVersion(mariaDb, 0, 0);
        }
        return new ServerVersion(mariaDb, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** MySQL 5.7 and MariaDB 10.4 are the oldest on which the schema and its migrations run. */
    boolean isNewEnough() {
        return mariaDb ? atLeast(10, 4) : atLeast(5, 7);
    }

    private boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }
}
