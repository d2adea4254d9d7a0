package io.ohmgate.ykc.message;

import io.ohmgate.billing.Amount;
import io.ohmgate.billing.Energy;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x13 上传实时监测数据. A gun's state and live values; also carries what a pile stored while offline. */
public record Realtime(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer gunStatus,
        @Nullable Integer gunHomed,
        @Nullable Integer gunPlugged,
        @Nullable Integer outputDeciVolts,
        @Nullable Integer outputDeciAmperes,
        @Nullable Integer gunCableCelsius,
        @Nullable String gunCableCode,
        @Nullable Integer socPercent,
        @Nullable Integer batteryMaxCelsius,
        @Nullable Integer chargedMinutes,
        @Nullable Integer remainingMinutes,
        @Nullable Energy chargedEnergy,
        @Nullable Energy lossChargedEnergy,
        @Nullable Amount chargedAmount,
        @Nullable Integer hardwareFault)
        implements Uplink, AtGun {
    public static final Codec<Realtime> CODEC = Codec.of(
            60,
            in -> new Realtime(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("gunStatus"),
                    in.u8("gunHomed"),
                    in.u8("gunPlugged"),
                    in.deciVolts("outputVoltage"),
                    in.deciAmperes("outputCurrent"),
                    in.celsius("gunCableTemp"),
                    in.hex("gunCableCode", 8),
                    in.u8("soc"),
                    in.celsius("batteryMaxTemp"),
                    in.minutes("chargedMinutes"),
                    in.minutes("remainingMinutes"),
                    in.energy("chargedEnergy"),
                    in.energy("lossChargedEnergy"),
                    in.amount("chargedAmount"),
                    in.u16("hardwareFault")),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.gunStatus)
                    .u8(m.gunHomed)
                    .u8(m.gunPlugged)
                    .deciVolts(m.outputDeciVolts)
                    .deciAmperes(m.outputDeciAmperes)
                    .celsius(m.gunCableCelsius)
                    .hex(m.gunCableCode, 8)
                    .u8(m.socPercent)
                    .celsius(m.batteryMaxCelsius)
                    .minutes(m.chargedMinutes)
                    .minutes(m.remainingMinutes)
                    .energy(m.chargedEnergy)
                    .energy(m.lossChargedEnergy)
                    .amount(m.chargedAmount)
                    .u16(m.hardwareFault));

    public static final int OFFLINE = 0;
    public static final int FAULT = 1;
    public static final int IDLE = 2;
    public static final int CHARGING = 3;
    public static final TradeNo NO_TRADE = new TradeNo("0".repeat(TradeNo.LENGTH));

    /** Whether a charge runs: an idle gun sends a number of zeros. */
    public boolean hasTrade() {
        return !tradeNo.equals(NO_TRADE);
    }
}
