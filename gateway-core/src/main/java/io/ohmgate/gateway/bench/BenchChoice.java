package io.ohmgate.gateway.bench;

import io.ohmgate.billing.Energy;
import io.ohmgate.billing.Money;
import io.ohmgate.gateway.record.BillOrigin;
import java.util.Optional;
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

    /** An order that nobody was known for is this driver's, who pays what its record, or else its gun, told. */
    record AssignDriver(long driverId) implements BenchChoice {}

    default Kind kind() {
        return switch (this) {
            case AcceptBill unused -> Kind.ACCEPT_BILL;
            case StateEnergy unused -> Kind.STATE_ENERGY;
            case StateAmount unused -> Kind.STATE_AMOUNT;
            case Estimate unused -> Kind.ESTIMATE;
            case VoidOrder unused -> Kind.VOID;
            case AssignDriver unused -> Kind.ASSIGN_DRIVER;
        };
    }

    /** What the person named beside the kind: 0.0001 kWh, fen, or the driver; null if nothing. */
    default @Nullable Long number() {
        return switch (this) {
            case StateEnergy stated -> stated.energy().tenThousandthsKwh();
            case StateAmount stated -> stated.money().fen();
            case AcceptBill unused -> null;
            case Estimate unused -> null;
            case VoidOrder unused -> null;
            case AssignDriver assigned -> assigned.driverId();
        };
    }

    /** What {@link #kind} and {@link #number} were written down for; empty if they do not go together. */
    static Optional<BenchChoice> of(Kind kind, @Nullable Long number) {
        if (number == null) {
            return switch (kind) {
                case ACCEPT_BILL -> Optional.of(new AcceptBill());
                case ESTIMATE -> Optional.of(new Estimate());
                case VOID -> Optional.of(new VoidOrder());
                case STATE_ENERGY, STATE_AMOUNT, ASSIGN_DRIVER -> Optional.empty();
            };
        }
        return switch (kind) {
            case STATE_ENERGY -> Optional.of(new StateEnergy(new Energy(number)));
            case STATE_AMOUNT -> Optional.of(new StateAmount(new Money(number)));
            case ASSIGN_DRIVER -> Optional.of(new AssignDriver(number));
            case ACCEPT_BILL, ESTIMATE, VOID -> Optional.empty();
        };
    }

    enum Kind {
        ACCEPT_BILL(BillOrigin.ACCEPTED),
        STATE_ENERGY(BillOrigin.STATED),
        STATE_AMOUNT(BillOrigin.STATED),
        ESTIMATE(BillOrigin.ESTIMATED),
        VOID(BillOrigin.VOIDED),
        ASSIGN_DRIVER(BillOrigin.ACCEPTED);

        private final BillOrigin origin;

        Kind(BillOrigin origin) {
            this.origin = origin;
        }

        public BillOrigin origin() {
            return origin;
        }
    }
}
