package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x52 充电桩工作参数设置. Locks or unlocks the whole pile and limits its power to 30 to 100 percent. */
public record WorkParam(
        PileNo pileNo, @Nullable Integer workMode, @Nullable Integer maxPowerPercent) implements Downlink {
    public static final Codec<WorkParam> CODEC = Codec.of(
            9,
            in -> new WorkParam(in.pileNo(), in.u8("workMode"), in.u8("maxPowerPercent")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.workMode).u8(m.maxPowerPercent));

    public static final int ALLOWED = 0;
    public static final int LOCKED = 1;
}
