package io.ohmgate.gateway.cluster;

import java.util.regex.Pattern;

/** The name of a node (节点), given by the operator; the same after each restart. */
public record NodeId(String name) implements Comparable<NodeId> {
    public static final int LENGTH_MAX = 64;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1," + LENGTH_MAX + "}");

    /** @throws IllegalArgumentException if it has other characters than letters, digits, dot, dash and underscore */
    public NodeId {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a node's name has 1 to " + LENGTH_MAX + " of A-Za-z0-9._-, not \"" + name + "\"");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
