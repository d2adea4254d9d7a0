package io.ohmgate.billing.check;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.Money;
import io.ohmgate.billing.Rating;
import io.ohmgate.billing.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pile's bill beside ours. Ours is the pile's energy, which its verified meter measured, times the prices the driver was
 * shown; the pile's amount is evidence (invariants 7.5). Findings are flagged, and decide only where the table says so.
 *
 * @param ours the bill, empty if the energies cannot be priced at all; only a verdict other than
 *     {@link Verdict#QUARANTINE} allows it to be settled
 */
public record BillCheck(Verdict verdict, List<Finding> findings, Optional<ChargingBill> ours, Amount pileAmount) {
    public BillCheck {
        findings = List.copyOf(findings);
    }

    /**
     * Compares a pile's bill with ours by the order's own version of the tariff.
     *
     * @throws io.ohmgate.billing.OutOfBoundsException if that tariff has a price that nothing can be charged at; the
     *     tariff rules never let such a tariff be published
     */
    public static BillCheck of(PileBill pile, Tariff snapshot) {
        List<Finding> unpriceable = EvidenceChecks.unpriceable(pile, snapshot);
        if (!unpriceable.isEmpty()) {
            return new BillCheck(Verdict.QUARANTINE, unpriceable, Optional.empty(), pile.amount());
        }
        ChargingBill ours = Rating.bill(snapshot, pile.billedByLevel());
        List<Finding> findings = new ArrayList<>();
        findings.addAll(EvidenceChecks.energies(pile));
        findings.addAll(EvidenceChecks.time(pile));
        findings.addAll(PriceChecks.amounts(pile, snapshot));
        findings.addAll(PriceChecks.timeOfUse(pile, snapshot));
        Verdict byTotal = byTotal(pile.amount(), ours.total());
        if (byTotal != Verdict.ACCEPT) {
            findings.add(Finding.of(
                    Finding.Kind.TOTAL_DIFFERS,
                    ours.total().tenThousandthsYuan(),
                    pile.amount().tenThousandthsYuan()));
        }
        boolean quarantined =
                findings.stream().anyMatch(finding -> finding.kind().quarantines());
        return new BillCheck(quarantined ? Verdict.QUARANTINE : byTotal, findings, Optional.of(ours), pile.amount());
    }

    public Set<Finding.Kind> kinds() {
        Set<Finding.Kind> kinds = new TreeSet<>();
        findings.forEach(finding -> kinds.add(finding.kind()));
        return kinds;
    }

    /** What neither side disputes: the smaller of both bills. Zero if we have none. */
    public Money undisputed() {
        return ours.map(bill -> bill.payable().min(pileAmount.toMoney())).orElse(Money.ZERO);
    }

    /** The most that a person can decide on: the larger of both bills. Of a hold only this much has to stay held. */
    public Money atMost() {
        return ours.map(bill -> bill.payable().max(pileAmount.toMoney())).orElse(pileAmount.toMoney());
    }

    private static Verdict byTotal(Amount pile, Amount ours) {
        Amount apart = pile.distanceTo(ours);
        if (apart.compareTo(Tolerance.TOTAL_ACCEPTED) <= 0) {
            return Verdict.ACCEPT;
        }
        boolean small = apart.compareTo(Tolerance.TOTAL_LOGGED) <= 0
                || Tolerance.TOTAL_LOGGED_SHARE.covers(apart.tenThousandthsYuan(), ours.tenThousandthsYuan());
        return small ? Verdict.ACCEPT_OURS : Verdict.HOLD_FOR_PERSON;
    }
}
