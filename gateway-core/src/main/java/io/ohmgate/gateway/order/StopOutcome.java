package io.ohmgate.gateway.order;

/** What became of a wish to stop. */
public sealed interface StopOutcome {
    ChargingOrder order();

    /** The wish is durable, now or since before. */
    record Accepted(ChargingOrder order) implements StopOutcome {}

    /** There is nothing to stop any more. */
    record AlreadyOver(ChargingOrder order) implements StopOutcome {}
}
