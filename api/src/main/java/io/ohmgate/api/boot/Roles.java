package io.ohmgate.api.boot;

import io.ohmgate.api.failure.StartupProblem;
import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Reads {@code ohmgate.roles}: what this process does of what the product does. */
public final class Roles {
    static final String PROPERTY = "ohmgate.roles";
    private static final String EVERYTHING = "all";

    private Roles() {}

    /** All of them unless the operator says otherwise. */
    public static NodeRoles of(Environment environment) {
        List<String> words =
                Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElseGet(List::of).stream()
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .filter(word -> !word.isEmpty())
                        .toList();
        if (words.isEmpty() || words.equals(List.of(EVERYTHING))) {
            return NodeRoles.ALL;
        }
        Set<NodeRole> roles = EnumSet.noneOf(NodeRole.class);
        words.forEach(word -> roles.add(role(word)));
        return new NodeRoles(roles);
    }

    private static NodeRole role(String word) {
        return Arrays.stream(NodeRole.values())
                .filter(role -> word(role).equals(word))
                .findFirst()
                .orElseThrow(() -> StartupProblem.ROLE_UNKNOWN.with(word, words(NodeRoles.ALL)));
    }

    /** As they are written in the settings. */
    public static String words(NodeRoles roles) {
        return roles.all().stream().sorted().map(Roles::word).collect(Collectors.joining(","));
    }

    private static String word(NodeRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
