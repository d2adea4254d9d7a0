package io.ohmgate.api.view;

import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.PriceLevel;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

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
        List<SettledBill> guns =
                Stream.concat(Stream.of(settled), settled.otherGuns().stream()).toList();
        return new BillView(
                sum(guns, gun -> gun.bill().energy().tenThousandthsKwh()),
                sum(guns, gun -> gun.bill().payableElectricity().fen()),
                sum(guns, gun -> gun.bill().payableService().fen()),
                sum(guns, gun -> gun.bill().payable().fen()),
                sum(guns, gun -> gun.paid().fen()),
                sum(guns, gun -> gun.unpaid().fen()),
                guns.stream()
                        .flatMap(gun -> gun.bill().lines().stream())
                        .map(Line::of)
                        .toList(),
                guns.stream()
                        .map(SettledBill::settledAt)
                        .max(Comparator.naturalOrder())
                        .orElse(settled.settledAt()));
    }

    private static long sum(List<SettledBill> guns, ToLongFunction<SettledBill> part) {
        return guns.stream().mapToLong(part).reduce(0, Math::addExact);
    }
}
