package io.ohmgate.api.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads as much of PromQL as our rules and dashboards use, so that a slip of the pen fails a build and not an alarm:
 * selectors with matchers and ranges, functions and aggregations with their arguments, and operators between them.
 */
final class PromQl {
    private static final Pattern TOKEN =
            Pattern.compile("\\s+|(?<string>\"(?:[^\"\\\\]|\\\\.)*\")|(?<number>\\d+(?:\\.\\d+)?(?![a-z0-9]))"
                    + "|(?<range>\\[\\d+[smhdw]])|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
                    + "|(?<op>==|!=|>=|<=|=~|!~|[-+*/%^(){},<>=])");
    private static final Set<String> OF_A_RANGE = Set.of("rate", "increase", "max_over_time", "min_over_time");
    private static final Set<String> OF_AN_INSTANT = Set.of("abs", "clamp_min", "absent", "histogram_quantile");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "max", "min", "avg", "count", "topk");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", ">", "<", ">=", "<=");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%", "^");
    private static final Set<String> SETS = Set.of("and", "or", "unless");
    private static final Set<String> MATCHES = Set.of("=", "!=", "=~", "!~");

    private final List<String> tokens = new ArrayList<>();
    private final Set<String> metrics = new TreeSet<>();
    private final String text;
    private int next;

    private PromQl(String text) {
        this.text = text;
        Matcher token = TOKEN.matcher(text);
        int read = 0;
        while (token.lookingAt()) {
            if (!token.group().isBlank()) {
                tokens.add(token.group());
            }
            read = token.end();
            token.region(read, text.length());
        }
        if (read < text.length()) {
            throw wrong("no token at: " + text.substring(read));
        }
    }

    /**
     * The metrics that an expression asks for.
     *
     * @throws IllegalArgumentException if it is none, and why
     */
    static Set<String> metricsOf(String text) {
        PromQl read = new PromQl(text);
        boolean range = read.expression();
        if (range || read.next < read.tokens.size()) {
            throw read.wrong(range ? "a range is no value" : "more than one expression");
        }
        return read.metrics;
    }

    /** Whether what was read is a range. */
    private boolean expression() {
        boolean range = operand();
        while (next < tokens.size() && isOperator(peek())) {
            String operator = take();
            if (operator.equals("bool")) {
                throw wrong("bool is not used here");
            }
            boolean right = operand();
            if (range || right) {
                throw wrong("a range has no operators");
            }
        }
        return range;
    }

    private static boolean isOperator(String token) {
        return COMPARISONS.contains(token) || ARITHMETIC.contains(token) || SETS.contains(token);
    }

    private boolean operand() {
        String token = take();
        if (token.equals("(")) {
            boolean range = expression();
            expect(")");
            return range;
        }
        if (Character.isDigit(token.charAt(0))) {
            return false;
        }
        if (AGGREGATIONS.contains(token)) {
            return aggregation();
        }
        if (next < tokens.size() && peek().equals("(")) {
            return function(token);
        }
        return selector(token);
    }

    private boolean aggregation() {
        boolean grouped = grouping();
        expect("(");
        if (expression()) {
            throw wrong("an aggregation takes no range");
        }
        expect(")");
        if (!grouped) {
            grouping();
        }
        return false;
    }

    private boolean grouping() {
        if (next >= tokens.size() || !Set.of("by", "without").contains(peek())) {
            return false;
        }
        take();
        expect("(");
        name();
        while (peek().equals(",")) {
            take();
            name();
        }
        expect(")");
        return true;
    }

    private boolean function(String name) {
        if (!OF_A_RANGE.contains(name) && !OF_AN_INSTANT.contains(name)) {
            throw wrong("no function is called " + name);
        }
        expect("(");
        boolean range = expression();
        while (peek().equals(",")) {
            take();
            range = expression();
        }
        expect(")");
        if (range != OF_A_RANGE.contains(name)) {
            throw wrong(name + (range ? " takes no range" : " needs a range"));
        }
        return false;
    }

    private boolean selector(String name) {
        if (!Character.isLetter(name.charAt(0))) {
            throw wrong("not a metric: " + name);
        }
        metrics.add(name);
        if (next < tokens.size() && peek().equals("{")) {
            take();
            matcher();
            while (peek().equals(",")) {
                take();
                matcher();
            }
            expect("}");
        }
        boolean range = next < tokens.size() && peek().startsWith("[");
        if (range) {
            take();
        }
        return range;
    }

    private void matcher() {
        name();
        if (!MATCHES.contains(take()) || !take().startsWith("\"")) {
            throw wrong("a label is matched by an operator and a text");
        }
    }

    private void name() {
        String name = take();
        if (!Character.isLetter(name.charAt(0))) {
            throw wrong("not a name: " + name);
        }
    }

    private void expect(String token) {
        String found = take();
        if (!found.equals(token)) {
            throw wrong("expected " + token + " and found " + found);
        }
    }

    private String peek() {
        if (next >= tokens.size()) {
            throw wrong("it ends too early");
        }
        return tokens.get(next);
    }

    private String take() {
        String token = peek();
        next++;
        return token;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(why + ", in: " + text);
    }
}
