package io.ohmgate.api.http.order;

import io.ohmgate.gateway.order.ChargeLimit;

/** When the driver wants the charge to end. {@code value} is fen, 0.0001 kWh or minutes; 0 for a full charge. */
public record LimitView(Kind kind, long value) {
    /** What is limited. */
    public enum Kind {
        FULL,
        AMOUNT,
        ENERGY,
        MINUTES
    }

    static LimitView of(ChargeLimit limit) {
        return switch (limit) {
            case ChargeLimit.Full ignored -> new LimitView(Kind.FULL, 0);
            case ChargeLimit.Amount amount ->
                new LimitView(Kind.AMOUNT, amount.money().fen());
            case ChargeLimit.EnergyLimit energy ->
                new LimitView(Kind.ENERGY, energy.energy().tenThousandthsKwh());
            case ChargeLimit.Minutes minutes -> new LimitView(Kind.MINUTES, minutes.minutes());
        };
    }
}
