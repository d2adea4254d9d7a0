package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x61 地锁数据上送. The state of a parking lock. */
public record GroundLockReport(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer lockState,
        @Nullable Integer parkingState,
        @Nullable Integer batteryPercent,
        @Nullable Integer alarmState,
        @Nullable String reserved)
        implements Uplink, AtGun {
    public static final Codec<GroundLockReport> CODEC = Codec.of(
            16,
            in -> new GroundLockReport(
                    in.pileNo(),
                    in.gunNoBinary(),
                    in.u8("lockState"),
                    in.u8("parkingState"),
                    in.u8("batteryLevel"),
                    in.u8("alarmState"),
                    in.hex("reserved", 4)),
            (m, out) -> out.pileNo(m.pileNo)
                    .gunNoBinary(m.gunNo)
                    .u8(m.lockState)
                    .u8(m.parkingState)
                    .u8(m.batteryPercent)
                    .u8(m.alarmState)
                    .hex(m.reserved, 4));

    public static final int NO_CAR = 0x00;
    public static final int CAR = 0xFF;
    public static final int NO_ALARM = 0x00;
    /** The arm was moved by force while it stood by. */
    public static final int FORCED = 0xFF;
    /** It did not get where it was sent. */
    public static final int STUCK = 0x55;
}
