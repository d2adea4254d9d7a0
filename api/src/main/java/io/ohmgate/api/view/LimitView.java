package io.ohmgate.api.view;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.order.ChargeLimit;

/** When the driver wants the charge to end: {@code value} is fen, 0.0001 kWh, minutes or percent of the battery; 0 for a full charge. */
public record LimitView(Kind kind, long value) {
    public enum Kind {
        FULL,
        AMOUNT,
        ENERGY,
        MINUTES,
        SOC
    }

    public static LimitView of(ChargeLimit limit) {
        return switch (limit) {
            case ChargeLimit.Full full -> new LimitView(Kind.FULL, 0);
            case ChargeLimit.Amount amount ->
                new LimitView(Kind.AMOUNT, amount.money().fen());
            case ChargeLimit.EnergyLimit energy ->
                new LimitView(Kind.ENERGY, energy.energy().tenThousandthsKwh());
            case ChargeLimit.Minutes minutes -> new LimitView(Kind.MINUTES, minutes.minutes());
            case ChargeLimit.Soc soc -> new LimitView(Kind.SOC, soc.percent());
        };
    }

    /** @throws IllegalArgumentException if it is none: its value is out of its bound */
    public ChargeLimit limit() {
        if (kind == Kind.FULL && value != 0) {
            throw new IllegalArgumentException("a full charge has no value");
        }
        return switch (kind) {
            case FULL -> new ChargeLimit.Full();
            case AMOUNT -> new ChargeLimit.Amount(new Money(value));
            case ENERGY -> new ChargeLimit.EnergyLimit(new Energy(value));
            case MINUTES -> new ChargeLimit.Minutes(Math.clamp(value, 0, Integer.MAX_VALUE));
            case SOC -> new ChargeLimit.Soc(Math.clamp(value, 0, Integer.MAX_VALUE));
        };
    }
}
