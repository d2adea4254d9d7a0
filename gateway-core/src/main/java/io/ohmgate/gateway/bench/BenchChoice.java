package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.record.BillOrigin;
import org.jspecify.annotations.Nullable;

/** What a person can decide about an abnormal order. The kinds are stored: never rename one. */
public sealed interface BenchChoice {
    /** The platform's own bill for the energy of the record that waits. */
    record AcceptBill() implements BenchChoice {}

    /** So much energy, at the order's prices. */
    record StateEnergy(Energy energy) implements BenchChoice {}

    /** So much money, whatever the energy. */
    record StateAmount(Money money) implements BenchChoice {
        /** @throws IllegalArgumentException if negative */
        public StateAmount {
            if (money.isNegative()) {
                throw new IllegalArgumentException("a bill is not negative");
            }
        }
    }

    /** What the gun told last. */
    record Estimate() implements BenchChoice {}

    /** Nothing is to be paid; what was held is given back. */
    record VoidOrder() implements BenchChoice {}

    default Kind kind() {
        return switch (this) {
            case AcceptBill unused -> Kind.ACCEPT_BILL;
            case StateEnergy unused -> Kind.STATE_ENERGY;
            case StateAmount unused -> Kind.STATE_AMOUNT;
            case Estimate unused -> Kind.ESTIMATE;
            case VoidOrder unused -> Kind.VOID;
        };
    }

    /** What the person named beside the kind: 0.0001 kWh or fen; null if nothing. */
    default @Nullable Long number() {
        return switch (this) {
            case StateEnergy stated -> stated.energy().tenThousandthsKwh();
            case StateAmount stated -> stated.money().fen();
            case AcceptBill unused -> null;
            case Estimate unused -> null;
            case VoidOrder unused -> null;
        };
    }

    enum Kind {
        ACCEPT_BILL(BillOrigin.ACCEPTED),
        STATE_ENERGY(BillOrigin.STATED),
        STATE_AMOUNT(BillOrigin.STATED),
        ESTIMATE(BillOrigin.ESTIMATED),
        VOID(BillOrigin.VOIDED);

        private final BillOrigin origin;

        Kind(BillOrigin origin) {
            this.origin = origin;
        }

        public BillOrigin origin() {
            return origin;
        }
    }
}
