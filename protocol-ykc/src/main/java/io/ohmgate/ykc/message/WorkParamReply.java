package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x51 充电桩工作参数设置应答. Answers 0x52. */
public record WorkParamReply(PileNo pileNo, @Nullable Integer setResult) implements Uplink {
    public static final Codec<WorkParamReply> CODEC = Codec.of(
            8,
            in -> new WorkParamReply(in.pileNo(), in.u8("setResult")),
            (m, out) -> out.pileNo(m.pileNo).u8(m.setResult));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return setResult != null && setResult == SUCCESS;
    }
}
