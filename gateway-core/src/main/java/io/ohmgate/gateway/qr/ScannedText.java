package io.ohmgate.gateway.qr;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody scanned or typed: bounded, and compared without regard to how scheme and host are written. */
public record ScannedText(String text) {
    public static final int TEXT_MAX = 512;
    private static final int PILE_DIGITS = 14;
    private static final int GUN_DIGITS = 16;
    private static final int CANDIDATES_MAX = 8;

    public ScannedText {
        text = text.strip();
    }

    /** 14 or 16 digits as people type them: blanks and dashes between, the gun after a {@code -} or {@code #}. */
    public Optional<QrMask.Named> plain() {
        String bare = text.replace(" ", "");
        int mark = Math.max(bare.lastIndexOf('#'), bare.lastIndexOf('-'));
        if (mark > 0 && bare.length() - mark <= 3) {
            String pile = bare.substring(0, mark).replace("-", "");
            String gun = bare.substring(mark + 1);
            if (isDigits(pile, PILE_DIGITS) && !gun.isEmpty() && isDigits(gun, gun.length())) {
                return named(pile, Integer.valueOf(gun));
            }
        }
        return digits(bare.replace("-", ""));
    }

    /** The text after our own address, if it is one. */
    public Optional<QrMask.Named> after(String baseUrl) {
        String own = normal(baseUrl);
        String mine = normal(text);
        return mine.startsWith(own) ? digits(tail(mine.substring(own.length()))) : Optional.empty();
    }

    /** Without what phones and link shorteners like to append. */
    private static String tail(String path) {
        int end = path.length();
        for (char mark : new char[] {'?', '#', '/'}) {
            int at = path.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return path.substring(0, end);
    }

    /** Every pile that the text could be about: 14 digits at the beginning or the end of a run of digits. */
    public List<PileNo> candidates() {
        List<PileNo> found = new ArrayList<>();
        int at = 0;
        while (at < text.length() && found.size() < CANDIDATES_MAX) {
            int end = at;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            if (end - at >= PILE_DIGITS) {
                add(found, text.substring(at, at + PILE_DIGITS));
                add(found, text.substring(end - PILE_DIGITS, end));
                if (end - at >= GUN_DIGITS) {
                    add(found, text.substring(end - GUN_DIGITS, end - GUN_DIGITS + PILE_DIGITS));
                }
            }
            at = end + 1;
        }
        return found;
    }

    private static void add(List<PileNo> found, String digits) {
        PileNo pileNo = new PileNo(digits);
        if (!found.contains(pileNo)) {
            found.add(pileNo);
        }
    }

    public boolean says(String code) {
        return normal(text).equals(normal(code));
    }

    /** Scheme and host say nothing by their letters' case, and a slash at the end says nothing at all. */
    private static String normal(String url) {
        String bare = url.strip();
        int scheme = bare.indexOf("://");
        if (scheme > 0) {
            bare = bare.substring(scheme + 3);
        }
        int path = bare.indexOf('/');
        String host = path < 0 ? bare : bare.substring(0, path);
        return host.toLowerCase(Locale.ROOT) + (path < 0 ? "" : bare.substring(path));
    }

    static Optional<QrMask.Named> digits(String text) {
        if (isDigits(text, PILE_DIGITS)) {
            return named(text, null);
        }
        return isDigits(text, GUN_DIGITS)
                ? named(text.substring(0, PILE_DIGITS), Integer.valueOf(text.substring(PILE_DIGITS)))
                : Optional.empty();
    }

    private static Optional<QrMask.Named> named(String pile, @Nullable Integer gunNo) {
        boolean possible = gunNo == null || (gunNo >= 1 && gunNo <= GunId.GUN_NO_MAX);
        return possible ? Optional.of(new QrMask.Named(new PileNo(pile), gunNo)) : Optional.empty();
    }

    private static boolean isDigits(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
