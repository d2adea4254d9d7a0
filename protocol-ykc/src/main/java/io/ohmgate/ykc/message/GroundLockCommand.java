package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x62 遥控地锁升锁与降锁命令. Raises (0x55) or lowers (0xFF) a parking lock. */
public record GroundLockCommand(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer lockAction,
        @Nullable String reserved) implements Downlink, AtGun {
    public static final Codec<GroundLockCommand> CODEC = Codec.of(
            13,
            in -> new GroundLockCommand(in.pileNo(), in.gunNoBinary(), in.u8("lockAction"), in.hex("reserved", 4)),
            (m, out) ->
                    out.pileNo(m.pileNo).gunNoBinary(m.gunNo).u8(m.lockAction).hex(m.reserved, 4));

    public static final int RAISE = 0x55;
    public static final int LOWER = 0xFF;
}
