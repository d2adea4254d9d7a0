package io.ohmgate.gateway.order;

import java.util.List;

/** What became of a start. */
public sealed interface StartOutcome {
    /** The order and its parts, if it has any, are durable; {@code repeated} if they already were. */
    record Accepted(ChargingOrder order, List<ChargingOrder> parts, boolean repeated) implements StartOutcome {
        public Accepted {
            parts = List.copyOf(parts);
        }

        public Accepted(ChargingOrder order, boolean repeated) {
            this(order, List.of(), repeated);
        }
    }

    record Refused(StartRefusal refusal) implements StartOutcome {}

    /** The key was used for another gun or limit; nothing was done. */
    record KeyReused(ChargingOrder existing) implements StartOutcome {}
}
