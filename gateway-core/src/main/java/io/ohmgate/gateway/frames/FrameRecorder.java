package io.ohmgate.gateway.frames;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.event.Listeners;
import io.ohmgate.gateway.link.FrameTap;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last frames of each pile and, apart from them, what was refused from each address. Frames worth keeping
 * are copied and told to {@link #durable}; of all others nothing but the ring is written.
 */
public final class FrameRecorder implements FrameTap {
    /** What is forgotten at once when there is too much, so that it is not needed for each frame: one part in so many. */
    private static final int FORGET_PART = 16;

    /** Frames for the durable log. A listener returns at once: it is called on event loops. */
    public final Listeners<SeenFrame> durable = new Listeners<>();

    private final FrameLimits limits;
    private final FrameIds ids;
    private final Map<PileNo, FrameRing> piles = new ConcurrentHashMap<>();
    /** The one that was quiet longest first. Guarded by itself: refused bytes are rare or an attack, never the business. */
    private final Map<String, FrameRing> sources = new LinkedHashMap<>(16, 0.75f, true);

    private final AtomicLong bytes = new AtomicLong();
    private final Counter forgotten;

    public FrameRecorder(FrameLimits limits, InstantSource wall, MeterRegistry meters) {
        this.limits = limits;
        this.ids = new FrameIds(wall);
        this.forgotten = Counter.builder("ohmgate.frames.rings.forgotten")
                .description("rings of quiet piles given up because all rings together were too large")
                .register(meters);
        Gauge.builder("ohmgate.frames.rings.bytes", bytes, AtomicLong::doubleValue)
                .register(meters);
    }

    @Override
    public void frame(
            Direction direction,
            Keeping keeping,
            @Nullable SessionId session,
            InetSocketAddress source,
            ByteBuf frame,
            int from,
            int length) {
        long id = ids.next();
        if (session == null) {
            refused(id, direction, source, frame, from, length);
            return;
        }
        PileNo pileNo = session.pileNo();
        FrameRing ring = piles.get(pileNo);
        if (ring == null) {
            ring = opened(pileNo);
        }
        int grown = ring.write(id, direction, keeping, session.epoch(), frame, from, length);
        if (grown > 0 && bytes.addAndGet(grown) > limits.bytesInAll()) {
            forgetTheQuietest(pileNo);
        }
        if (keeping == Keeping.DURABLE) {
            byte[] copy = new byte[length];
            frame.getBytes(from, copy);
            durable.tell(new SeenFrame(id, direction, keeping, pileNo, session.epoch(), host(source), copy));
        }
    }

    @Override
    public boolean wantsRepetitions() {
        return false;
    }

    private FrameRing opened(PileNo pileNo) {
        FrameRing fresh = new FrameRing(limits.framesPerPile(), limits.bytesPerPile());
        FrameRing known = piles.putIfAbsent(pileNo, fresh);
        if (known != null) {
            return known;
        }
        if (bytes.addAndGet(fresh.capacity()) > limits.bytesInAll()) {
            forgetTheQuietest(pileNo);
        }
        return fresh;
    }

    private synchronized void forgetTheQuietest(PileNo speaking) {
        long enough = limits.bytesInAll() - limits.bytesInAll() / FORGET_PART;
        List<Map.Entry<PileNo, FrameRing>> quietestFirst = piles.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(speaking))
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().lastId()))
                .toList();
        for (Map.Entry<PileNo, FrameRing> quiet : quietestFirst) {
            if (bytes.get() <= enough) {
                return;
            }
            if (piles.remove(quiet.getKey(), quiet.getValue())) {
                bytes.addAndGet(-quiet.getValue().capacity());
                forgotten.increment();
            }
        }
    }

    private void refused(long id, Direction direction, InetSocketAddress source, ByteBuf frame, int from, int length) {
        FrameRing ring;
        synchronized (sources) {
            ring = sources.computeIfAbsent(
                    host(source), fresh -> new FrameRing(limits.framesPerPile(), limits.bytesPerSource()));
            if (sources.size() > limits.sources()) {
                sources.remove(sources.keySet().iterator().next());
            }
        }
        ring.write(id, direction, Keeping.REFUSED, 0, frame, from, length);
    }

    private static String host(InetSocketAddress source) {
        return source.getHostString();
    }

    /** The last frames of a pile, the oldest first. */
    public List<SeenFrame> recent(PileNo pileNo) {
        FrameRing ring = piles.get(pileNo);
        return ring == null ? List.of() : ring.read(pileNo, "");
    }

    /** What was refused from an address, the oldest first. */
    public List<SeenFrame> refusedFrom(String source) {
        FrameRing ring;
        synchronized (sources) {
            ring = sources.get(source);
        }
        return ring == null ? List.of() : ring.read(null, source);
    }

    /** An address of which something was refused. */
    public record RefusedSource(String source, int frames, Instant lastAt) {}

    /** Whoever was refused, the latest first. */
    public List<RefusedSource> refusedSources() {
        List<Map.Entry<String, FrameRing>> all;
        synchronized (sources) {
            all = sources.entrySet().stream()
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                    .toList();
        }
        return all.stream()
                .map(entry -> new RefusedSource(
                        entry.getKey(),
                        entry.getValue().frames(),
                        FrameIds.timeOf(entry.getValue().lastId())))
                .sorted(Comparator.comparing(RefusedSource::lastAt).reversed())
                .toList();
    }

    /** What all rings of piles take together. */
    public long bytesHeld() {
        return bytes.get();
    }
}
