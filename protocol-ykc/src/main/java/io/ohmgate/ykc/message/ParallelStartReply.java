package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import org.jspecify.annotations.Nullable;

/** 0xA3 远程并充启机命令回复. Answers 0xA4, gun by gun. */
public record ParallelStartReply(
        TradeNo tradeNo,
        PileNo pileNo,
        int gunNo,
        @Nullable Integer startResult,
        @Nullable Integer failReason,
        @Nullable Integer mainAuxFlag,
        @Nullable String parallelNo)
        implements Uplink, AtGun {
    public static final Codec<ParallelStartReply> CODEC = Codec.of(
            33,
            in -> new ParallelStartReply(
                    in.tradeNo(),
                    in.pileNo(),
                    in.gunNo(),
                    in.u8("startResult"),
                    in.u8("failReason"),
                    in.u8("mainAuxFlag"),
                    in.bcd("parallelNo", 6)),
            (m, out) -> out.tradeNo(m.tradeNo)
                    .pileNo(m.pileNo)
                    .gunNo(m.gunNo)
                    .u8(m.startResult)
                    .u8(m.failReason)
                    .u8(m.mainAuxFlag)
                    .bcd(m.parallelNo, 6));

    public static final int SUCCESS = 1;

    public boolean accepted() {
        return startResult != null && startResult == SUCCESS;
    }
}
