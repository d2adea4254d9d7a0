package io.ohmgate.api.view;

import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.PriceLevel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** The bill of a settled order. The lines add up to the sums to the fen. */
@Schema(
        name = "Bill",
        description = "账单：电量 0.0001 千瓦时，单价 0.00001 元/千瓦时，金额分 / Energy in 0.0001 kWh, prices in 0.00001 yuan"
                + " per kWh, money in fen")
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

    static BillView of(SettledBill settled) {
        return new BillView(
                settled.bill().energy().tenThousandthsKwh(),
                settled.bill().payableElectricity().fen(),
                settled.bill().payableService().fen(),
                settled.bill().payable().fen(),
                settled.paid().fen(),
                settled.unpaid().fen(),
                settled.bill().lines().stream().map(Line::of).toList(),
                settled.settledAt());
    }
}
