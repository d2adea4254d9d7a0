package io.ohmgate.api.security;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** Finds the rule of a request. Nothing found means nobody may. */
public final class RouteTable {
    private static final List<RouteRule> MOST_SPECIFIC_FIRST = Stream.of(RouteRule.values())
            .sorted(Comparator.comparing(RouteRule::pattern, PathPattern.SPECIFICITY_COMPARATOR))
            .toList();

    private RouteTable() {}

    public static Optional<RouteRule> find(HttpMethod method, PathContainer path) {
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return MOST_SPECIFIC_FIRST.stream()
                .filter(rule -> rule.method().equals(asked) && rule.pattern().matches(path))
                .findFirst();
    }

    /** The rule written for exactly this mapping, as the inventory test asks. */
    public static Optional<RouteRule> declared(HttpMethod method, String pattern) {
        return EnumSet.allOf(RouteRule.class).stream()
                .filter(rule -> rule.method().equals(method)
                        && rule.pattern().getPatternString().equals(pattern))
                .findFirst();
    }

    public static Set<HttpMethod> methodsAt(PathContainer path) {
        return MOST_SPECIFIC_FIRST.stream()
                .filter(rule -> rule.pattern().matches(path))
                .map(RouteRule::method)
                .collect(Collectors.toSet());
    }
}
