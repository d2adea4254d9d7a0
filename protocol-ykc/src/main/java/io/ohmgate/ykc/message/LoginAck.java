package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x02 登录认证应答. After a failure the platform closes. */
public record LoginAck(PileNo pileNo, @Nullable Integer loginResult) implements Downlink {
    public static final Codec<LoginAck> CODEC = Codec.of(
            8,
            in -> new LoginAck(in.pileNo(), in.u8("loginResult")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.loginResult));

    public static final int SUCCESS = 0;
    public static final int FAILURE = 1;

    public boolean accepted() {
        return loginResult != null && loginResult == SUCCESS;
    }

    public static LoginAck accepted(PileNo pileNo) {
        return new LoginAck(pileNo, SUCCESS);
    }

    public static LoginAck refused(PileNo pileNo) {
        return new LoginAck(pileNo, FAILURE);
    }
}
