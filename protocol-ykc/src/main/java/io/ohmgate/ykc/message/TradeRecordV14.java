package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x3F 交易记录 of V1.4, with meter readings of four bytes. Another length is another vendor's record. */
public record TradeRecordV14(
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
    public static final Codec<TradeRecordV14> CODEC = Codec.of(156, TradeRecordV14::read, TradeRecordV14::write);

    public TradeRecordV14 {
        rates = List.copyOf(rates);
    }

    private static TradeRecordV14 read(BodyReader in) {
        in.requireLength(CODEC.bodyLength());
        return new TradeRecordV14(
                in.tradeNo(),
                in.pileNo(),
                in.gunNo(),
                in.time("startTime"),
                in.time("endTime"),
                RateSum.read(in, RateSum.LEVELS),
                in.energy("meterStart"),
                in.energy("meterEnd"),
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
        RateSum.write(rates, RateSum.LEVELS, out);
        out.energy(meterStart)
                .energy(meterEnd)
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
        return "TradeRecordV14[" + tradeNo + ", " + gun() + ", " + totalEnergy + "]";
    }
}
