package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0x15 充电握手. What the vehicle says of itself, once a DC charge. */
public record BmsHandshake(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable String bmsProtocolVersion,
        @Nullable Integer batteryType,
        @Nullable Integer ratedDeciAmpereHours,
        @Nullable Integer ratedDeciVolts,
        @Nullable String batteryVendor,
        @Nullable Long batteryPackNo,
        @Nullable Integer productionYear,
        @Nullable Integer productionMonth,
        @Nullable Integer productionDay,
        @Nullable Integer chargeCount,
        @Nullable Integer ownership,
        @Nullable Integer reserved,
        @Nullable String vin,
        @Nullable String bmsSoftwareVersion)
        implements Uplink, AtGun {
    public static final Codec<BmsHandshake> CODEC = Codec.of(
            73,
            in -> new BmsHandshake(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.hex("bmsProtocolVersion", 3),
                    in.u8("batteryType"),
                    in.tenths("ratedCapacity"),
                    in.deciVolts("ratedVoltage"),
                    in.ascii("batteryVendor", 4),
                    in.u32("batteryPackNo"),
                    in.u8("productionYear", 1985),
                    in.u8("productionMonth"),
                    in.u8("productionDay"),
                    in.u24("chargeCount"),
                    in.u8("ownership"),
                    in.u8("reserved"),
                    in.ascii("vin", 17),
                    in.hex("bmsSoftwareVersion", 8)),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .hex(m.bmsProtocolVersion, 3)
                    .u8(m.batteryType)
                    .tenths(m.ratedDeciAmpereHours)
                    .deciVolts(m.ratedDeciVolts)
                    .ascii(m.batteryVendor, 4)
                    .u32(m.batteryPackNo)
                    .u8(m.productionYear, 1985)
                    .u8(m.productionMonth)
                    .u8(m.productionDay)
                    .u24(m.chargeCount)
                    .u8(m.ownership)
                    .u8(m.reserved)
                    .ascii(m.vin, 17)
                    .hex(m.bmsSoftwareVersion, 8));

    /** Without the vehicle's number, which belongs in no log. */
    @Override
    public String toString() {
        return "BmsHandshake[" + tradeNo + ", " + gun() + "]";
    }
}
