package io.ohmgate.api.boot;

import java.util.HashSet;
import java.util.Set;
import org.springframework.core.env.Environment;

/** The ports that others know us by; they are never exchanged for others silently. */
enum PublicPort {
    HTTP("server.port", 8080, "HTTP"),
    PILE("ohmgate.pile.port", 8768, "pile TCP"),
    RSOCKET("spring.rsocket.server.port", 7000, "RSocket"),
    /** Of other nodes only; 0 is none. */
    NODES("ohmgate.cluster.port", 0, "node link");

    private final String property;
    private final int usual;
    private final String purpose;

    PublicPort(String property, int usual, String purpose) {
        this.property = property;
        this.usual = usual;
        this.purpose = purpose;
    }

    int number(Environment environment) {
        return environment.getProperty(property, Integer.class, usual);
    }

    static Set<Integer> all(Environment environment) {
        Set<Integer> numbers = new HashSet<>();
        for (PublicPort port : values()) {
            numbers.add(port.number(environment));
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
