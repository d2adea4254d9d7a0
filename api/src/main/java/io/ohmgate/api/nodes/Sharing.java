package io.ohmgate.api.nodes;

/**
 * Whether piles may log in at other nodes as well. A node without a link is alone for good, and then nothing is looked up,
 * asked or told.
 */
public record Sharing(boolean shared) {}
