package io.ohmgate.gateway.order;

/** What became of a start. */
public sealed interface StartOutcome {
    /** The order is durable; {@code repeated} if it already was. */
    record Accepted(ChargingOrder order, boolean repeated) implements StartOutcome {}

    record Refused(StartRefusal refusal) implements StartOutcome {}

    /** The key was used for another gun or limit; nothing was done. */
    record KeyReused(ChargingOrder existing) implements StartOutcome {}
}
