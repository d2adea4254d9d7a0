package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import org.jspecify.annotations.Nullable;

/** 0x92 远程重启. At once (1) or when idle (2). One platform sends a control field of four bytes. */
public record Reboot(PileNo pileNo, @Nullable Integer rebootMode) implements Downlink {
    public static final Codec<Reboot> CODEC = Codec.of(
            8,
            in -> new Reboot(in.pileNo(), rebootMode(in)),
            (m, out) -> out.pileNo(m.pileNo).u8(m.rebootMode));

    public static final int AT_ONCE = 1;
    public static final int WHEN_IDLE = 2;
    private static final int BODY_LENGTH_4_BYTE_MODE = 11;

    private static @Nullable Integer rebootMode(BodyReader in) {
        if (in.length() == BODY_LENGTH_4_BYTE_MODE) {
            in.flag(Anomaly.LONG_BODY);
            in.skip(3);
        }
        return in.u8("rebootMode");
    }
}
