package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x03 充电桩心跳包. Every 10 s, per gun or per pile; some piles name gun 0 for themselves. */
public record Heartbeat(PileNo pileNo, int gunNo, @Nullable Integer gunState) implements Uplink {
    public static final Codec<Heartbeat> CODEC = Codec.of(
            9,
            in -> new Heartbeat(in.pileNo(), in.gunNoOrZero(), in.u8("gunState")),
            (m, out) -> out.pileNo(m.pileNo).gunNo(m.gunNo).u8(m.gunState));

    public static final int NORMAL = 0;
    public static final int FAULT = 1;
}
