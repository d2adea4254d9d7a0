package io.ohmgate.gateway.link;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a session tells the gateway. Every method is called on the connection's event loop, returns at once and never
 * throws; a callback is called on that same event loop, at most once, and not at all after the link is closed.
 */
public interface PileGateway {
    /**
     * Judges a login against the allow-list and the sessions that already live. Usually answers before it returns; at
     * most {@code PROBE} later if an older session must first prove that it is alive (invariants 4.1).
     */
    void login(PileHello hello, PileLink link, Consumer<Admission> verdict);

    /** Any valid frame of the session: it lives. */
    void heard(SessionId session);

    /** The same for one session again and again, to be kept as long as the session. */
    default Pulse pulseOf(SessionId session) {
        return () -> {
            heard(session);
            return true;
        };
    }

    /** Something the pile reported or answered. */
    void report(SessionId session, PileReport report);

    /**
     * A record of a charge. It is kept durably first; only then is {@code confirm} called. It is never called while the
     * record is not committed, so the pile keeps its copy and repeats it (invariants A1).
     */
    void record(SessionId session, RawRecord record, Consumer<Confirmation> confirm);

    /** The tariff that the pile has to hold now, or empty if none is assigned: charging is then not possible. */
    Optional<PileTariff> tariffOf(PileNo pileNo);

    /** Something odd that was tolerated or refused at the edge; counted by name. */
    void oddity(String protocol, String anomaly);

    /** The same, of a session: also counted for its pile, so that a person sees what it does otherwise. */
    default void oddity(SessionId session, String protocol, String anomaly) {
        oddity(protocol, anomaly);
    }

    /** Which tolerances of its protocol are switched on for a pile; empty for one that is to speak by the book. */
    default Set<String> dialectOf(PileNo pileNo) {
        return Set.of();
    }

    /** A login of a protocol version that is recognised but not spoken. The number is zeros if none could be read. */
    default void unsupported(PileNo pileNo, InetSocketAddress source, String version) {}

    /** Misbehaviour a person should see: a frame for another's pile, a refused source. Never contains a frame body. */
    void securityEvent(SessionId session, String kind, String detail);

    /** A command's frame went to the socket; until then it may have waited its turn. */
    default void written(SessionId session, PileCommand command) {}

    /** The connection has ended, from either side. */
    void closed(SessionId session, CloseReason reason);

    /** How a record was taken. */
    enum Confirmation {
        /** Committed; the pile may delete its copy. */
        KEPT
    }

    /** Which guns of a pile the platform knows; for protocols that speak of a whole pile. */
    default List<GunId> gunsOf(PileNo pileNo) {
        return List.of();
    }
}
