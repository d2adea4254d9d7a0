package io.ohmgate.ykc.words;

/** One thing said in both languages. */
public record Words(String zh, String en) {}
