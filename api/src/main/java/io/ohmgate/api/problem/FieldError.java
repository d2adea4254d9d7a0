package io.ohmgate.api.problem;

/** One value that was not accepted, by the name of its field or parameter. The value itself is never repeated. */
public record FieldError(String field, String message) {}
