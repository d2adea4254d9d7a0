package io.ohmgate.gateway.qr;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of a code that is not ours, as a tenant writes it down (扫码掩码): literal text, {@code ?} for any character,
 * {@code *} for any run of them, and {@code {gun}} for 16 digits or {@code {pile}} for 14, perhaps with {@code {gunNo}} for
 * 2. No regular expression: matching takes at most the product of the two lengths, whatever somebody writes or scans.
 */
public final class QrMask {
    public static final int MASK_MAX = 200;
    private static final int GUN_DIGITS = 16;
    private static final int PILE_DIGITS = 14;
    private static final int GUN_NO_DIGITS = 2;

    private final List<Token> tokens;

    private QrMask(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    private enum Kind {
        LITERAL,
        ANY_ONE,
        ANY_RUN,
        GUN,
        PILE,
        GUN_NO
    }

    private record Token(Kind kind, char literal) {
        int width() {
            return switch (kind) {
                case LITERAL, ANY_ONE -> 1;
                case ANY_RUN -> 0;
                case GUN -> GUN_DIGITS;
                case PILE -> PILE_DIGITS;
                case GUN_NO -> GUN_NO_DIGITS;
            };
        }

        boolean matches(String text, int at) {
            if (at + width() > text.length()) {
                return false;
            }
            return switch (kind) {
                case LITERAL -> Character.toLowerCase(text.charAt(at)) == Character.toLowerCase(literal);
                case ANY_ONE, ANY_RUN -> true;
                case GUN, PILE, GUN_NO -> isDigits(text, at, width());
            };
        }

        private static boolean isDigits(String text, int from, int count) {
            for (int i = from; i < from + count; i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * What a code names. {@code gunNo} is null if it names only the pile.
     */
    public record Named(PileNo pileNo, @Nullable Integer gunNo) {}

    /** @throws IllegalArgumentException if it names no gun and no pile, or one of them twice, or is too long */
    public static QrMask parse(String mask) {
        if (mask.isBlank() || mask.length() > MASK_MAX) {
            throw new IllegalArgumentException("a mask has 1 to 200 characters");
        }
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < mask.length()) {
            String rest = mask.substring(at).toLowerCase(Locale.ROOT);
            Kind placeholder = placeholder(rest);
            if (placeholder != null) {
                tokens.add(new Token(placeholder, ' '));
                at += mask.substring(at).indexOf('}') + 1;
            } else {
                char c = mask.charAt(at++);
                Kind kind = c == '?' ? Kind.ANY_ONE : c == '*' ? Kind.ANY_RUN : Kind.LITERAL;
                tokens.add(new Token(kind, c));
            }
        }
        return new QrMask(checked(tokens));
    }

    private static @Nullable Kind placeholder(String rest) {
        if (rest.startsWith("{gun}")) {
            return Kind.GUN;
        }
        if (rest.startsWith("{pile}")) {
            return Kind.PILE;
        }
        return rest.startsWith("{gunno}") ? Kind.GUN_NO : null;
    }

    private static List<Token> checked(List<Token> tokens) {
        long guns = count(tokens, Kind.GUN);
        long piles = count(tokens, Kind.PILE);
        long gunNos = count(tokens, Kind.GUN_NO);
        if (guns + piles != 1 || gunNos > piles) {
            throw new IllegalArgumentException("a mask names one {gun}, or one {pile} and perhaps its {gunNo}");
        }
        return tokens;
    }

    private static long count(List<Token> tokens, Kind kind) {
        return tokens.stream().filter(token -> token.kind() == kind).count();
    }

    /**
     * What the text names, if it has this form. Everything but {@code *} has a fixed width, so it is enough to remember the
     * last {@code *} and let it take one character more each time: an earlier one never has to give way.
     */
    public Optional<Named> match(String text) {
        int[] starts = new int[tokens.size()];
        int token = 0;
        int at = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length() || token < tokens.size()) {
            if (token < tokens.size() && tokens.get(token).kind() == Kind.ANY_RUN) {
                star = token++;
                starAt = at;
            } else if (token < tokens.size() && tokens.get(token).matches(text, at)) {
                starts[token] = at;
                at += tokens.get(token++).width();
            } else if (star >= 0 && starAt < text.length()) {
                at = ++starAt;
                token = star + 1;
            } else {
                return Optional.empty();
            }
        }
        return named(text, starts);
    }

    private Optional<Named> named(String text, int[] starts) {
        String pile = null;
        Integer gunNo = null;
        for (int i = 0; i < tokens.size(); i++) {
            String digits = text.substring(
                    starts[i], Math.min(text.length(), starts[i] + tokens.get(i).width()));
            switch (tokens.get(i).kind()) {
                case GUN -> {
                    pile = digits.substring(0, PILE_DIGITS);
                    gunNo = Integer.valueOf(digits.substring(PILE_DIGITS));
                }
                case PILE -> pile = digits;
                case GUN_NO -> gunNo = Integer.valueOf(digits);
                case LITERAL, ANY_ONE, ANY_RUN -> {}
            }
        }
        boolean gun = gunNo == null || (gunNo >= 1 && gunNo <= GunId.GUN_NO_MAX);
        return pile == null || !gun ? Optional.empty() : Optional.of(new Named(new PileNo(pile), gunNo));
    }
}
