package io.ohmgate.gateway.frames;

import io.ohmgate.gateway.link.FrameTap.Direction;
import io.ohmgate.gateway.link.FrameTap.Keeping;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A frame that went in or out, with its bytes as they were. Names itself without them: they may hold card numbers. */
public final class SeenFrame {
    private final long id;
    private final Direction direction;
    private final Keeping keeping;
    private final @Nullable PileNo pileNo;
    private final long epoch;
    private final String source;
    private final byte[] bytes;

    SeenFrame(
            long id,
            Direction direction,
            Keeping keeping,
            @Nullable PileNo pileNo,
            long epoch,
            String source,
            byte[] bytes) {
        this.id = id;
        this.direction = direction;
        this.keeping = keeping;
        this.pileNo = pileNo;
        this.epoch = epoch;
        this.source = source;
        this.bytes = bytes;
    }

    /** Grows with time, and tells it: see {@link FrameIds}. */
    public long id() {
        return id;
    }

    public Instant at() {
        return FrameIds.timeOf(id);
    }

    public Direction direction() {
        return direction;
    }

    public Keeping keeping() {
        return keeping;
    }

    /** Null if the frame belongs to no session. */
    public @Nullable PileNo pileNo() {
        return pileNo;
    }

    /** The session's epoch; 0 if there was none. */
    public long epoch() {
        return epoch;
    }

    /** The address it came from or went to; empty if the pile's ring did not keep it. */
    public String source() {
        return source;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "SeenFrame[" + id + ", " + direction + ", " + bytes.length + " bytes]";
    }
}
