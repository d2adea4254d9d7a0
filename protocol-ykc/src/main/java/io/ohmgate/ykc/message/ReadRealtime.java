package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;

/** 0x12 读取实时监测数据. Answered by a 0x13. */
public record ReadRealtime(PileNo pileNo, int gunNo) implements Downlink, AtGun {
    public static final Codec<ReadRealtime> CODEC = Codec.of(
            8,
            in -> new ReadRealtime(in.pileNo(), in.gunNo()),
            (m, out) -> out.pileNo(m.pileNo).gunNo(m.gunNo));
}
