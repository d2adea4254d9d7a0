package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** 0x55 对时设置应答. The pile's clock after 0x56. */
public record TimeSyncReply(PileNo pileNo, @Nullable LocalDateTime currentTime) implements Uplink {
    public static final Codec<TimeSyncReply> CODEC = Codec.of(
            14,
            in -> new TimeSyncReply(in.pileNo(), in.time("currentTime")),
            (m, out) -> out.pileNo(m.pileNo).time(m.currentTime));
}
