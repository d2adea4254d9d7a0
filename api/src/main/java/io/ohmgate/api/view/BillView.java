package io.ohmgate.api.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ohmgate.api.store.OrderLists.SettledBill;
import io.ohmgate.billing.BillLine;
import io.ohmgate.billing.PriceLevel;
import io.ohmgate.billing.check.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bill of a settled order. The lines add up to the sums to the fen. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        Instant settledAt,
        @Nullable PriceByPlatform priceByPlatform) {
    /** What a bill is flagged with when the pile reckoned by other prices than those the order was started under. */
    private static final Set<String> OTHER_PRICES =
            Set.of(Finding.Kind.UNIT_PRICE_DIFFERS.name(), Finding.Kind.TOTAL_DIFFERS.name());

    public BillView {
        lines = List.copyOf(lines);
    }

    /**
     * 以平台结算为准: the pile's screen shows another amount, because it could not hold the price or did not. Null where the two
     * agree. {@code pileAmount} is what the pile shows, in 0.0001 yuan; energy is the pile's, the prices are the order's.
     */
    @Schema(name = "PriceByPlatform")
    public record PriceByPlatform(long pileAmount, long pileAmountFen, long payableFen, String text, String textEn) {
        private static final int PER_FEN = 100;

        static @Nullable PriceByPlatform of(List<SettledBill> guns) {
            boolean differs = guns.stream().flatMap(gun -> gun.flags().stream()).anyMatch(OTHER_PRICES::contains);
            if (!differs) {
                return null;
            }
            long shown = sum(guns, gun -> gun.pileAmount().tenThousandthsYuan());
            return new PriceByPlatform(
                    shown,
                    Math.floorDiv(shown, PER_FEN),
                    sum(guns, gun -> gun.bill().payable().fen()),
                    "桩屏显示金额与账单不同，以平台结算为准：电量取自桩的交易记录，单价为启动时所示电价。",
                    "The pile's screen shows another amount; the platform's bill counts: the pile's energy at the"
                            + " prices shown at the start.");
        }
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
                        .orElse(settled.settledAt()),
                PriceByPlatform.of(guns));
    }

    private static long sum(List<SettledBill> guns, ToLongFunction<SettledBill> part) {
        return guns.stream().mapToLong(part).reduce(0, Math::addExact);
    }
}
