package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0xF0 二维码前缀下发. The prefix of a pile's QR codes (V1.5 supplement); sent after every login. */
public record QrPrefix(
        PileNo pileNo,
        @Nullable Integer qrFormat,
        @Nullable Integer qrPrefixLength,
        @Nullable String qrPrefix) implements Downlink {
    public static final Codec<QrPrefix> CODEC = Codec.of(9, QrPrefix::read, QrPrefix::write);

    /** The prefix and 14 digits. */
    public static final int PILE_ONLY = 0;
    /** The prefix, 14 digits and the gun's two. */
    public static final int PILE_AND_GUN = 1;

    private static QrPrefix read(BodyReader in) {
        PileNo pileNo = in.pileNo();
        @Nullable Integer qrFormat = in.u8("qrFormat");
        Integer qrPrefixLength = in.u8("qrPrefixLength");
        return new QrPrefix(
                pileNo, qrFormat, qrPrefixLength, qrPrefixLength == null ? null : in.ascii("qrPrefix", qrPrefixLength));
    }

    private void write(BodyWriter out) {
        out.pileNo(pileNo).u8(qrFormat).u8(qrPrefixLength).ascii(qrPrefix, qrPrefixLength == null ? 0 : qrPrefixLength);
    }
}
