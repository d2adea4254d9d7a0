package io.ohmgate.simulator.pile;

import io.ohmgate.simulator.battery.Supply;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.Login;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a pile says of itself when it comes (登录认证), in the form of its version. */
final class Identity {
    private static final int NETWORK_LAN = 1;
    private static final int CARRIER_OTHER = 4;
    private static final String NO_SIM = "0".repeat(20);
    private static final String HEX_SIM = "898600C0F1E2D3A4B5C6";
    private static final int V18_KEY_BYTES = 88;
    private static final int V18_TAIL_BYTES = 30;

    private Identity() {}

    static PileAction login(PileSpec spec, Behaviour behaviour, String softwareVersion) {
        ProtocolVersion version = behaviour.get(Quirks.PROTOCOL_VERSION);
        int type = spec.supply() == Supply.DC ? Login.PILE_TYPE_DC : Login.PILE_TYPE_AC;
        if (version == ProtocolVersion.V1_8) {
            return new PileAction.SayRaw(FrameType.LOGIN.code(), loginOfV18(spec, type));
        }
        return new PileAction.Say(new Login(
                spec.pileNo(),
                type,
                spec.guns(),
                version.loginByte(),
                softwareVersion,
                NETWORK_LAN,
                behaviour.is(Quirks.HEX_SIM) ? HEX_SIM : NO_SIM,
                CARRIER_OTHER));
    }

    /** 88 letters of an encrypted key, the number, and 32 bytes that only V1.8 knows (reference 9.5). */
    private static String loginOfV18(PileSpec spec, int type) {
        String key = HexFormat.of().formatHex("K".repeat(V18_KEY_BYTES).getBytes(StandardCharsets.US_ASCII));
        String plate = "%02X%02X".formatted(type, spec.guns());
        return key + spec.pileNo().digits() + plate + "00".repeat(V18_TAIL_BYTES);
    }
}
