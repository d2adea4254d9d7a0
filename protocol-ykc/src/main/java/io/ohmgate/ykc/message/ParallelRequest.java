package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0xA1 充电桩主动申请并充充电. As 0x31, once for each gun of one vehicle. */
public record ParallelRequest(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer startMode,
        @Nullable Integer needPassword,
        @Nullable String accountOrCard,
        @Nullable String password,
        @Nullable String vinWire,
        @Nullable Integer mainAuxFlag,
        @Nullable String parallelNo)
        implements Uplink, AtGun {
    public static final Codec<ParallelRequest> CODEC = Codec.of(
            58,
            in -> new ParallelRequest(
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("startMode"),
                    in.u8("needPassword"),
                    in.hex("accountOrCard", 8),
                    in.hex("password", 16),
                    in.hex("vinWire", 17),
                    in.u8("mainAuxFlag"),
                    in.bcd("parallelNo", 6)),
            (m, out) -> out.pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.startMode)
                    .u8(m.needPassword)
                    .hex(m.accountOrCard, 8)
                    .hex(m.password, 16)
                    .hex(m.vinWire, 17)
                    .u8(m.mainAuxFlag)
                    .bcd(m.parallelNo, 6));

    public static final int BY_CARD = 1;
    public static final int BY_ACCOUNT = 2;
    public static final int BY_VIN = 3;

    /** Without card, password and vehicle, which belong in no log. */
    @Override
    public String toString() {
        return "ParallelRequest[" + gun() + ", startMode=" + startMode + "]";
    }
}
