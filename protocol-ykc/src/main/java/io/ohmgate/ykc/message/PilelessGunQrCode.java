package io.ohmgate.ykc.message;

import org.jspecify.annotations.Nullable;

/** 0x9C. A gun's QR code without a pile number (V1.6 supplement); 0x9E is sent instead. */
public record PilelessGunQrCode(
        int gunNo, @Nullable Integer urlLength, @Nullable String url) implements Downlink {
    public static final Codec<PilelessGunQrCode> CODEC = Codec.of(3, PilelessGunQrCode::read, PilelessGunQrCode::write);

    private static PilelessGunQrCode read(BodyReader in) {
        int gunNo = in.gunNoBinary();
        Integer urlLength = in.u16("urlLength");
        return new PilelessGunQrCode(gunNo, urlLength, urlLength == null ? null : in.ascii("url", urlLength));
    }

    private void write(BodyWriter out) {
        out.gunNoBinary(gunNo).u16(urlLength).ascii(url, urlLength == null ? 0 : urlLength);
    }
}
