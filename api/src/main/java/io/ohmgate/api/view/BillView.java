package io.ohmgate.api.view;

import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.ChargingBill;
import io.ohmgate.billing.PriceLevel;
import java.time.Instant;
import java.util.List;

/** The bill of record (账单) of a settled order. The fen of the lines add up to {@code payableFen}. */
public record BillView(
        long energy,
        long electricityFen,
        long serviceFen,
        long payableFen,
        long paidFen,
        long unpaidFen,
        List<Line> lines,
        Instant settledAt) {
    public BillView {
        lines = List.copyOf(lines);
    }

    /** What was taken at one price level. */
    public record Line(
            PriceLevel level,
            long energy,
            long electricityPrice,
            long servicePrice,
            long electricityFen,
            long serviceFen,
            long totalFen) {
        static Line of(BillLine line) {
            return new Line(
                    line.level(),
                    line.energy().tenThousandthsKwh(),
                    line.price().electricity().hundredThousandthsYuanPerKwh(),
                    line.price().service().hundredThousandthsYuanPerKwh(),
                    line.payableElectricity().fen(),
                    line.payableService().fen(),
                    line.payable().fen());
        }
    }

    public static BillView of(SettledBill settled) {
        ChargingBill bill = settled.bill();
        return new BillView(
                bill.energy().tenThousandthsKwh(),
                bill.payableElectricity().fen(),
                bill.payableService().fen(),
                bill.payable().fen(),
                settled.paid().fen(),
                settled.unpaid().fen(),
                bill.lines().stream().map(Line::of).toList(),
                settled.settledAt());
    }
}
