package io.ohmgate.gateway.operation;

/** What became of asking the pile. {@code code} is the pile's own number. */
public sealed interface OperationAnswer {
    record Accepted(int code) implements OperationAnswer {}

    record Refused(OperationReason reason, int code) implements OperationAnswer {}

    /** Nothing is awaited now: the answer comes by another way, whenever the pile is done. */
    record Later() implements OperationAnswer {}
}
