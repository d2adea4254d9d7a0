package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x9E. The text of a gun's QR code (V1.6 supplement). */
public record GunQrCode(
        PileNo pileNo,
        int gunNo,
        @Nullable Integer urlLength,
        @Nullable String url) implements Downlink, AtGun {
    public static final Codec<GunQrCode> CODEC = Codec.of(10, GunQrCode::read, GunQrCode::write);

    private static GunQrCode read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        int gunNo = in.gunNoBinary();
        Integer urlLength = in.u16("urlLength");
        return new GunQrCode(pileNo, gunNo, urlLength, urlLength == null ? null : in.ascii("url", urlLength));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo).gunNoBinary(gunNo).u16(urlLength).ascii(url, urlLength == null ? 0 : urlLength);
    }
}
