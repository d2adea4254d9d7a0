package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logins on one connection whose verdict is awaited. Most connections need it for a moment of their life, so it is made for
 * that moment. Bounded by {@code pilesMax}; belongs to the event loop.
 */
final class PendingLogins {
    private final Map<PileNo, Asked> asked = new HashMap<>(2);
    /** Sessions that ended before their verdict was heard here. Bounded by {@link #asked}. */
    private final Set<SessionId> leftEarly = new HashSet<>(2);

    /** What the answer echoes, and the frame that is shown with the verdict. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asked(int sequence, byte[] frame) {}

    /** @return whether it was not asked for before; a repetition only refreshes what is to be echoed */
    boolean ask(PileNo pileNo, Asked login) {
        return asked.put(pileNo, login) == null;
    }

    @Nullable
    Asked answered(PileNo pileNo) {
        return asked.remove(pileNo);
    }

    boolean awaits(PileNo pileNo) {
        return asked.containsKey(pileNo);
    }

    void left(SessionId session) {
        leftEarly.add(session);
    }

    boolean hasLeft(SessionId session) {
        return leftEarly.remove(session);
    }

    int size() {
        return asked.size();
    }
}
