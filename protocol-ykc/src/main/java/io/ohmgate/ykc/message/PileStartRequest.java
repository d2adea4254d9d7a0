package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/**
 * 0x31 充电桩主动申请启动充电. A driver starts at the pile by card, account or vehicle. {@code vinWire} is the 17 bytes as they
 * came, mostly in reverse (reference 3.3); a pile of V1.5 may leave them out.
 */
public record PileStartRequest(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer startMode,
        @Nullable Integer needPassword,
        @Nullable String accountOrCard,
        @Nullable String password,
        @Nullable String vinWire)
        implements Uplink, AtGun {
    public static final Codec<PileStartRequest> CODEC = Codec.of(
            51,
            in -> new PileStartRequest(
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("startMode"),
                    in.u8("needPassword"),
                    in.hex("accountOrCard", 8),
                    in.hex("password", 16),
                    in.hex("vinWire", 17)),
            (m, out) -> out.pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.startMode)
                    .u8(m.needPassword)
                    .hex(m.accountOrCard, 8)
                    .hex(m.password, 16)
                    .hex(m.vinWire, 17));

    public static final int BY_CARD = 1;
    public static final int BY_ACCOUNT = 2;
    public static final int BY_VIN = 3;

    /** Without card, password and vehicle, which belong in no log. */
    @Override
    public String toString() {
        return "PileStartRequest[" + gun() + ", startMode=" + startMode + "]";
    }
}
