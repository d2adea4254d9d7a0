package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import org.jspecify.annotations.Nullable;

/** 0x01 充电桩登录认证. The first frame of a connection. The protocol version is a hint and often wrong. */
public record Login(
        PileNo pileNo,
        @Nullable Integer pileType,
        @Nullable Integer gunCount,
        @Nullable Integer protocolVersion,
        @Nullable String softwareVersion,
        @Nullable Integer networkType,
        @Nullable String simNo,
        @Nullable Integer carrier)
        implements Uplink {
    public static final Codec<Login> CODEC = Codec.of(
            30,
            in -> new Login(
                    in.pileNo(),
                    in.u8("pileType"),
                    in.u8("gunCount"),
                    in.u8("protocolVersion"),
                    in.ascii("softwareVersion", 8),
                    in.u8("networkType"),
                    in.bcd("simNo", 10),
                    in.u8("carrier")),
            (m, out) -> out.pileNo(m.pileNo)
                    .u8(m.pileType)
                    .u8(m.gunCount)
                    .u8(m.protocolVersion)
                    .ascii(m.softwareVersion, 8)
                    .u8(m.networkType)
                    .bcd(m.simNo, 10)
                    .u8(m.carrier));

    public static final int PILE_TYPE_DC = 0;
    public static final int PILE_TYPE_AC = 1;

    static final int BODY_LENGTH_V18 = 127;

    private static final int KEY_LENGTH_V18 = 88;

    /** V1.8 puts an encrypted key before the pile number; only the number can be read. */
    static PileNo pileNoOfV18(BodyReader in) {
        in.flag(Anomaly.LOGIN_OF_V1_8);
        in.skip(KEY_LENGTH_V18);
        PileNo pileNo = in.pileNo();
        in.skip(BODY_LENGTH_V18);
        return pileNo;
    }
}
