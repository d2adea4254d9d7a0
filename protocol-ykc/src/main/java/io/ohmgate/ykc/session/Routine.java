package io.ohmgate.ykc.session;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.link.Pulse;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.ykc.frame.Frame;
import io.ohmgate.ykc.message.FrameType;
import io.ohmgate.ykc.message.Heartbeat;
import io.ohmgate.ykc.message.KnownPile;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats of a pile that is alone on its connection, recognised as they stand in the buffer. One that says what the one
 * before said needs no message, no report and no line in a log: the session was heard, and the answer repeats its bytes.
 * The first of each gun, one that says something else, one after a silence and one now and then go the long way.
 */
final class Routine {
    private static final int SIZE = Frame.OVERHEAD + 9;
    private static final int GUN_OFFSET = Frame.BODY_OFFSET + 7;
    private static final int STATE_OFFSET = GUN_OFFSET + 1;
    /** Three heartbeats did not come: a person who looks at the log should see when they came again. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int GUNS_MAX = Long.SIZE - 1;

    private final KnownPile pile;
    private final Pulse pulse;
    private long told;
    private long faulty;
    private long lastNanos;
    private int inARow;

    Routine(KnownPile pile, Pulse pulse) {
        this.pile = pile;
        this.pulse = pulse;
    }

    KnownPile pile() {
        return pile;
    }

    /** Whether the frame, whose form and CRC are good, is one, and was told to the gateway. */
    boolean isHeartbeat(ByteBuf in, int from, int length, long nowNanos) {
        if (length != SIZE
                || in.getUnsignedByte(from + Frame.TYPE_OFFSET) != FrameType.HEARTBEAT.code()
                || !pile.isAt(in, from + Frame.BODY_OFFSET)) {
            return false;
        }
        boolean repeats = repeats(in.getUnsignedByte(from + GUN_OFFSET), in.getByte(from + STATE_OFFSET));
        boolean wasSilent = nowNanos - lastNanos > SILENCE_NANOS;
        lastNanos = nowNanos;
        inARow = repeats ? inARow + 1 : 0;
        return repeats && !wasSilent && inARow % FrameWatch.SHOWN_EVERY != 0 && pulse.heard();
    }

    private boolean repeats(int rawGun, int state) {
        int gunNo = 10 * (rawGun >>> 4) + (rawGun & 0xF);
        if (rawGun >>> 4 > 9 || (rawGun & 0xF) > 9 || gunNo > Math.min(GUNS_MAX, GunId.GUN_NO_MAX)) {
            return false;
        }
        long gun = 1L << gunNo;
        boolean isFaulty = state != Heartbeat.NORMAL;
        boolean same = (told & gun) != 0 && (faulty & gun) != 0 == isFaulty;
        told |= gun;
        faulty = isFaulty ? faulty | gun : faulty & ~gun;
        return same;
    }
}
