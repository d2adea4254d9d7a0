package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;

/** 0x36 运营平台远程停机. Stops whatever runs on the gun. */
public record RemoteStop(PileNo pileNo, int gunNo) implements Downlink, AtGun {
    public static final Codec<RemoteStop> CODEC = Codec.of(
            8,
            in -> new RemoteStop(in.pileNo(), in.gunNo()),
            (m, out) -> out.pileNo(m.pileNo).gunNo(m.gunNo));
}
