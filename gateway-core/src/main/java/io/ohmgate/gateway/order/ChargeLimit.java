package io.ohmgate.gateway.order;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;

/** When the driver wants the charge to end. */
public sealed interface ChargeLimit {
    /** Until the vehicle is full, or the hold is spent. */
    record Full() implements ChargeLimit {}

    record Amount(Money money) implements ChargeLimit {
        /** @throws IllegalArgumentException if not positive */
        public Amount {
            require(money.fen() > 0);
        }
    }

    record EnergyLimit(Energy energy) implements ChargeLimit {
        /** @throws IllegalArgumentException if zero */
        public EnergyLimit {
            require(energy.tenThousandthsKwh() > 0);
        }
    }

    record Minutes(int minutes) implements ChargeLimit {
        public static final int MINUTES_MAX = 48 * 60;

        /** @throws IllegalArgumentException if not 1 to {@link #MINUTES_MAX} */
        public Minutes {
            require(minutes > 0 && minutes <= MINUTES_MAX);
        }
    }

    /** Until the vehicle's battery is so full. Only a vehicle that tells its state of charge can be charged so. */
    record Soc(int percent) implements ChargeLimit {
        public static final int PERCENT_MAX = 100;

        /** @throws IllegalArgumentException if not 1 to 100 */
        public Soc {
            require(percent > 0 && percent <= PERCENT_MAX);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("a limit must be positive and within its bound");
        }
    }
}
