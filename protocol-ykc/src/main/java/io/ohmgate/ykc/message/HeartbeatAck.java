package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** 0x04 心跳包应答. */
public record HeartbeatAck(
        PileNo pileNo, int gunNo, @Nullable Integer heartbeatAck) implements Downlink {
    public static final Codec<HeartbeatAck> CODEC = Codec.of(
            9,
            in -> new HeartbeatAck(in.pileNo(), in.gunNoOrZero(), in.u8("heartbeatAck")),
            (m, out) -> out.pileNo(m.pileNo).gunNo(m.gunNo).u8(m.heartbeatAck));

    public static HeartbeatAck of(Heartbeat heartbeat) {
        return new HeartbeatAck(heartbeat.pileNo(), heartbeat.gunNo(), 0);
    }
}
