package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x9B. Answers 0x9C and 0x9E (V1.6 supplement). */
public record GunQrCodeReply(
        PileNo pileNo, int gunNo, @Nullable Integer result) implements Uplink, AtGun {
    public static final Codec<GunQrCodeReply> CODEC = Codec.of(
            9,
            in -> new GunQrCodeReply(in.pileNo(), in.gunNoBinary(), in.u8("result")),
            (m, out) -> out.pileNo(m.pileNo).gunNoBinary(m.gunNo).u8(m.result));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return result != null && result == SUCCESS;
    }
}
