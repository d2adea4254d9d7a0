package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 0x3B 交易记录 of V1.5 and V1.6. What a charge came to. The pile keeps its copy until it hears 0x40 (reference 7.5). A
 * body of 174 bytes has a fifth rate, deep valley (深谷).
 */
public record TradeRecord(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable LocalDateTime startTime,
        @Nullable LocalDateTime endTime,
        List<RateSum> rates,
        @Nullable Energy meterStart,
        @Nullable Energy meterEnd,
        @Nullable Energy totalEnergy,
        @Nullable Energy totalLossEnergy,
        @Nullable Amount totalAmount,
        @Nullable String vin,
        @Nullable Integer tradeFlag,
        @Nullable LocalDateTime tradeTime,
        @Nullable Integer stopReason,
        @Nullable String physicalCardNo)
        implements TradeReport {
    public static final Codec<TradeRecord> CODEC = Codec.of(158, TradeRecord::read, TradeRecord::write);

    /** The vendor's layout with a fifth rate. */
    public static final int BODY_LENGTH_5_RATES = 174;

    public TradeRecord {
        rates = List.copyOf(rates);
    }

    private static TradeRecord read(BodyReader in) {
        return new TradeRecord(
                in.tradeNo(),
                in.pileNo(),
                in.gunNo(),
                in.time("startTime"),
                in.time("endTime"),
                RateSum.read(in, in.length() == BODY_LENGTH_5_RATES ? RateSum.LEVELS_MAX : RateSum.LEVELS),
                in.meter("meterStart"),
                in.meter("meterEnd"),
                in.energy("totalEnergy"),
                in.energy("totalLossEnergy"),
                in.amount("totalAmount"),
                in.ascii("vin", 17),
                in.u8("tradeFlag"),
                in.time("tradeTime"),
                in.u8("stopReason"),
                in.hex("physicalCardNo", 8));
    }

    private void write(BodyWriter out) {
        out.tradeNo(tradeNo).pileNo(pileNo).gunNo(gunNo).time(startTime).time(endTime);
        RateSum.write(rates, Math.max(RateSum.LEVELS, rates.size()), out);
        out.meter(meterStart)
                .meter(meterEnd)
                .energy(totalEnergy)
                .energy(totalLossEnergy)
                .amount(totalAmount)
                .ascii(vin, 17)
                .u8(tradeFlag)
                .time(tradeTime)
                .u8(stopReason)
                .hex(physicalCardNo, 8);
    }

    /** Without card and vehicle, which belong in no log. */
    @Override
    public String toString() {
        return "TradeRecord[" + tradeNo + ", " + gun() + ", " + totalEnergy + "]";
    }
}
