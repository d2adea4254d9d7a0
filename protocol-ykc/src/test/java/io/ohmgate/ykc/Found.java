package io.ohmgate.ykc;

import io.netty.buffer.ByteBufUtil;
import io.ohmgate.ykc.frame.Anomaly;
import io.ohmgate.ykc.frame.CrcOrder;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.frame.FrameSink;
import io.ohmgate.ykc.message.Decoded;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keeps what a decoder found, beyond the life of its buffers. */
public final class Found implements FrameSink {
    /** A frame, copied, and what it was decoded to while it was there. */
    public record Kept(String hex, int sequence, CrcOrder crcOrder, Set<Anomaly> anomalies, Decoded decoded) {}

    private final List<Kept> frames = new ArrayList<>();
    private final Map<Anomaly, Integer> dropped = new EnumMap<>(Anomaly.class);

    @Override
    public void frame(Frame frame) {
        String hex = ByteBufUtil.hexDump(frame.bytes()).toUpperCase(Locale.ROOT);
        frames.add(new Kept(hex, frame.sequence(), frame.crcOrder(), frame.anomalies(), Decoded.of(frame)));
    }

    @Override
    public void dropped(Anomaly why, int bytes) {
        dropped.merge(why, bytes, Integer::sum);
    }

    public List<Kept> frames() {
        return frames;
    }

    public List<String> hexes() {
        return frames.stream().map(Kept::hex).toList();
    }

    public Map<Anomaly, Integer> dropped() {
        return dropped;
    }
}
