package io.ohmgate.ykc.message;

import io.ohmgate.gateway.pile.PileNo;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** 0x56 对时设置. The site's local time; after each login and once a day. */
public record TimeSync(PileNo pileNo, @Nullable LocalDateTime currentTime) implements Downlink {
    public static final Codec<TimeSync> CODEC = Codec.of(
            14,
            in -> new TimeSync(in.pileNo(), in.time("currentTime")),
            (m, out) -> out.pileNo(m.pileNo).time(m.currentTime));
}
