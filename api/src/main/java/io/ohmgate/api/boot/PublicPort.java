package io.ohmgate.api.boot;

import io.ohmgate.gateway.cluster.NodeRole;
import io.ohmgate.gateway.cluster.NodeRoles;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The ports that others know us by; they are never exchanged for others silently. */
enum PublicPort {
    /** Every node's: one that serves no requests still tells its health. */
    HTTP("server.port", 8080, "HTTP", null),
    PILE("ohmgate.pile.port", 8768, "pile TCP", NodeRole.GATEWAY),
    RSOCKET("spring.rsocket.server.port", 7000, "RSocket", NodeRole.API),
    /** Of other nodes only; 0 is none. */
    NODES("ohmgate.cluster.port", 0, "node link", null);

    private final String property;
    private final int usual;
    private final String purpose;
    private final @Nullable NodeRole role;

    PublicPort(String property, int usual, String purpose, @Nullable NodeRole role) {
        this.property = property;
        this.usual = usual;
        this.purpose = purpose;
        this.role = role;
    }

    /** Whether a node of these roles opens it. */
    boolean isOpenedBy(NodeRoles roles) {
        return role == null || roles.has(role);
    }

    int number(Environment environment) {
        return environment.getProperty(property, Integer.class, usual);
    }

    static Set<Integer> all(Environment environment) {
        Set<Integer> numbers = new HashSet<>();
        NodeRoles roles = Roles.of(environment);
        for (PublicPort port : values()) {
            if (port.isOpenedBy(roles)) {
                numbers.add(port.number(environment));
            }
        }
        return numbers;
    }

    String property() {
        return property;
    }

    int usual() {
        return usual;
    }

    String purpose() {
        return purpose;
    }
}
