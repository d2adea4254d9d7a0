package io.ohmgate.simulator.pile;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.billing.UnitPrice;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.ykc.message.RateSum;
import io.ohmgate.ykc.message.TradeRecord;
import io.ohmgate.ykc.message.TradeRecordV14;
import io.ohmgate.ykc.message.TradeRecordV17;
import io.ohmgate.ykc.message.TradeReport;
import java.util.ArrayList;
import java.util.List;

/** Writes the record of a charge (交易记录) in the form of the pile's version, right or as wrong as it is asked to be. */
final class RecordForms {
    private static final long U32_MAX = 0xFFFF_FFFFL;
    private static final String METER_NO_WIRE = "010000000000";
    private static final String METER_CIPHER = "00".repeat(34);
    private static final String METER_PROTOCOL = "0000";

    private final GunId gunId;
    private final GunHost host;

    RecordForms(GunId gunId, GunHost host) {
        this.gunId = gunId;
        this.host = host;
    }

    TradeReport of(GunActivity.Ending ending, EnergyMeter meterEnd) {
        Behaviour behaviour = host.behaviour();
        TradeRecord right = right(ending, meterEnd);
        TradeRecord told = behaviour.equals(Behaviour.GOOD) ? right : wrong(right, behaviour);
        return switch (behaviour.get(Quirks.PROTOCOL_VERSION)) {
            case V1_5, V1_6, V1_8 -> told;
            case V1_4 -> ofV14(told);
            case V1_7 -> ofV17(told);
        };
    }

    private TradeRecord right(GunActivity.Ending ending, EnergyMeter meterEnd) {
        Charge charge = ending.charge();
        List<RateSum> rates = new ArrayList<>(TariffModel.LEVELS);
        for (int level = 0; level < TariffModel.LEVELS; level++) {
            Energy energy = new Energy(charge.pulses(level));
            rates.add(new RateSum(
                    new UnitPrice(charge.model().unitPrice(level)), energy, energy, new Amount(charge.amount(level))));
        }
        Energy total = new Energy(charge.pulses());
        return new TradeRecord(
                charge.tradeNo(),
                gunId.pileNo(),
                gunId.gunNo(),
                charge.startTime(),
                ending.endTime(),
                rates,
                new Energy(charge.meterStart().reading()),
                new Energy(meterEnd.reading()),
                total,
                total,
                new Amount(charge.amount()),
                charge.vin(),
                charge.order().mode().tradeFlag(),
                ending.endTime(),
                ending.reason().code(),
                charge.order().physicalCardNo());
    }

    private TradeRecord wrong(TradeRecord right, Behaviour behaviour) {
        List<RateSum> rates = rates(right.rates(), behaviour);
        long total = rates.stream()
                .mapToLong(rate -> rate.energy().tenThousandthsKwh())
                .sum();
        long amount = rates.stream()
                .mapToLong(rate -> rate.amount().tenThousandthsYuan())
                .sum();
        if (behaviour.is(Quirks.CONTRADICTORY_TOTALS)) {
            total = total * 3 + 10_000;
            amount = amount * 2 + 10_000;
        }
        if (behaviour.is(Quirks.HUGE_VALUES)) {
            total = U32_MAX;
            amount = U32_MAX;
        }
        Energy start = right.meterStart() == null ? Energy.ZERO : right.meterStart();
        Energy end = right.meterEnd() == null ? Energy.ZERO : right.meterEnd();
        boolean back = behaviour.is(Quirks.BACKWARD_METER);
        boolean noMeter = behaviour.is(Quirks.ZERO_METER);
        int gunNo = gunId.gunNo();
        return new TradeRecord(
                right.tradeNo(),
                right.pileNo(),
                behaviour.is(Quirks.WRONG_GUN_IN_RECORD) ? gunNo % 99 + 1 : gunNo,
                right.startTime(),
                right.endTime(),
                rates,
                noMeter ? Energy.ZERO : back ? new Energy(end.tenThousandthsKwh() + 1) : start,
                noMeter ? Energy.ZERO : back ? start : end,
                new Energy(total),
                behaviour.is(Quirks.ZERO_LOSS_ENERGY) ? Energy.ZERO : new Energy(total),
                new Amount(amount),
                right.vin(),
                chosen(behaviour.get(Quirks.TRADE_FLAG), right.tradeFlag()),
                right.tradeTime(),
                chosen(behaviour.get(Quirks.STOP_REASON), right.stopReason()),
                right.physicalCardNo());
    }

    private static Integer chosen(int quirk, @org.jspecify.annotations.Nullable Integer right) {
        return quirk > 0 || right == null ? quirk : right;
    }

    private static List<RateSum> rates(List<RateSum> right, Behaviour behaviour) {
        List<RateSum> rates = new ArrayList<>(right);
        if (behaviour.is(Quirks.ZERO_PRICE)) {
            long all = right.stream()
                    .mapToLong(rate -> rate.energy().tenThousandthsKwh())
                    .sum();
            rates.replaceAll(rate -> RateSum.ZERO);
            rates.set(0, new RateSum(UnitPrice.ZERO, new Energy(all), new Energy(all), Amount.ZERO));
        }
        if (behaviour.is(Quirks.FIVE_RATES)) {
            deepValley(rates);
        }
        if (behaviour.is(Quirks.ZERO_LOSS_ENERGY)) {
            rates.replaceAll(rate -> new RateSum(rate.price(), rate.energy(), Energy.ZERO, rate.amount()));
        }
        return rates;
    }

    /** A pile with five rates at a platform with four: half of the valley's energy counts as deep valley (深谷). */
    private static void deepValley(List<RateSum> rates) {
        RateSum valley = rates.removeLast();
        long energy = valley.energy().tenThousandthsKwh();
        long amount = valley.amount().tenThousandthsYuan();
        rates.add(rate(valley.price(), energy - energy / 2, amount - amount / 2));
        rates.add(rate(valley.price(), energy / 2, amount / 2));
    }

    private static RateSum rate(UnitPrice price, long energy, long amount) {
        return new RateSum(price, new Energy(energy), new Energy(energy), new Amount(amount));
    }

    private static TradeRecordV14 ofV14(TradeRecord told) {
        return new TradeRecordV14(
                told.tradeNo(),
                told.pileNo(),
                told.gunNo(),
                told.startTime(),
                told.endTime(),
                told.rates().subList(0, RateSum.LEVELS),
                shortMeter(told.meterStart()),
                shortMeter(told.meterEnd()),
                told.totalEnergy(),
                told.totalLossEnergy(),
                told.totalAmount(),
                told.vin(),
                told.tradeFlag(),
                told.tradeTime(),
                told.stopReason(),
                told.physicalCardNo());
    }

    /** V1.4 has four bytes for a meter. */
    private static Energy shortMeter(@org.jspecify.annotations.Nullable Energy meter) {
        return meter == null ? Energy.ZERO : new Energy(meter.tenThousandthsKwh() & U32_MAX);
    }

    private static TradeRecordV17 ofV17(TradeRecord told) {
        return new TradeRecordV17(
                told.tradeNo(),
                told.pileNo(),
                told.gunNo(),
                told.startTime(),
                told.endTime(),
                METER_NO_WIRE,
                METER_CIPHER,
                METER_PROTOCOL,
                0,
                told.rates().subList(0, RateSum.LEVELS),
                told.meterStart(),
                told.meterEnd(),
                told.totalEnergy(),
                told.totalLossEnergy(),
                told.totalAmount(),
                told.vin(),
                told.tradeFlag(),
                told.tradeTime(),
                told.stopReason(),
                told.physicalCardNo());
    }

    /** The same serial with other content: a tenth of a kWh more. */
    static TradeReport altered(TradeReport told) {
        if (!(told instanceof TradeRecord right)) {
            return told;
        }
        long total = right.totalEnergy() == null ? 0 : right.totalEnergy().tenThousandthsKwh();
        return new TradeRecord(
                right.tradeNo(),
                right.pileNo(),
                right.gunNo(),
                right.startTime(),
                right.endTime(),
                right.rates(),
                right.meterStart(),
                right.meterEnd(),
                new Energy(Math.min(U32_MAX, total + 1_000)),
                right.totalLossEnergy(),
                right.totalAmount(),
                right.vin(),
                right.tradeFlag(),
                right.tradeTime(),
                right.stopReason(),
                right.physicalCardNo());
    }
}
