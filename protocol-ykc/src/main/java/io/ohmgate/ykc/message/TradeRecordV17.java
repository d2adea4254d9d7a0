package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 0x3D 交易记录 of V1.7: 0x3B and what the meter signs, which is opaque. */
public record TradeRecordV17(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable LocalDateTime startTime,
        @Nullable LocalDateTime endTime,
        @Nullable String meterNoWire,
        @Nullable String meterCipher,
        @Nullable String meterProtocolVersion,
        @Nullable Integer meterEncryption,
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
    public static final Codec<TradeRecordV17> CODEC = Codec.of(201, TradeRecordV17::read, TradeRecordV17::write);

    public TradeRecordV17 {
        rates = List.copyOf(rates);
    }

    private static TradeRecordV17 read(BodyReader in) {
        return new TradeRecordV17(
                in.tradeNo(),
                in.pileNo(),
                in.gunNo(),
                in.time("startTime"),
                in.time("endTime"),
                in.hex("meterNoWire", 6),
                in.hex("meterCipher", 34),
                in.hex("meterProtocolVersion", 2),
                in.u8("meterEncryption"),
                RateSum.read(in, RateSum.LEVELS),
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
        out.tradeNo(tradeNo)
                .pileNo(pileNo)
                .gunNo(gunNo)
                .time(startTime)
                .time(endTime)
                .hex(meterNoWire, 6)
                .hex(meterCipher, 34)
                .hex(meterProtocolVersion, 2)
                .u8(meterEncryption);
        RateSum.write(rates, RateSum.LEVELS, out);
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
        return "TradeRecordV17[" + tradeNo + ", " + gun() + ", " + totalEnergy + "]";
    }
}
