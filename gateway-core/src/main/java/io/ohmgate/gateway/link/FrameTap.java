package io.ohmgate.gateway.link;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sees every frame that goes in or out, so that it can be shown later what a pile said. Called on the connection's event
 * loop for each frame: it returns at once, never throws, and copies what it wants to keep, for the bytes are borrowed.
 */
public interface FrameTap {
    /** Looks away. */
    FrameTap NONE = new FrameTap() {
        @Override
        public void frame(
                Direction direction,
                Keeping keeping,
                @Nullable SessionId session,
                InetSocketAddress source,
                ByteBuf frame,
                int from,
                int length) {}

        @Override
        public boolean wantsRepetitions() {
            return false;
        }
    };

    /** Which way a frame went. */
    enum Direction {
        UP,
        DOWN
    }

    /** How long a frame is worth keeping; its protocol knows. */
    enum Keeping {
        /** Heartbeats and repeated readings: only the last ones. */
        RECENT,
        /** Evidence of a command, an answer, a record or a change: in the durable log. */
        DURABLE,
        /** It was not accepted: undecodable, before login, for another's pile. */
        REFUSED
    }

    /**
     * @param session whose frame it is; null before login and for bytes that name no pile
     * @param from where the frame begins in {@code frame}, counted from its beginning
     */
    void frame(
            Direction direction,
            Keeping keeping,
            @Nullable SessionId session,
            InetSocketAddress source,
            ByteBuf frame,
            int from,
            int length);

    /**
     * Whether it is shown what a session says again word for word, and the answers to it. If not, it sees the first of
     * them and then one now and then, so that the commonest frames cost nothing here.
     */
    default boolean wantsRepetitions() {
        return true;
    }
}
