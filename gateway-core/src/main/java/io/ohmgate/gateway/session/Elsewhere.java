package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.link.SessionId;
import reactor.core.publisher.Mono;

/** The other nodes, as sessions see them. On a single node there are none, and nothing of this costs anything. */
public interface Elsewhere {
    /** A single node's. */
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public Mono<Prior> before(PileHello hello) {
            return Mono.just(new Prior.Nobody());
        }

        @Override
        public boolean mayWrite() {
            return true;
        }

        @Override
        public void arrived(SessionId session, PileHello hello) {}

        @Override
        public void ended(SessionId session, PileHello hello, boolean charging) {}
    };

    /** No other node takes piles. */
    boolean isEmpty();

    /**
     * What became of a session that another node had for this pile; it is over when this answers, or the login is refused.
     * Bounded in time and never fails. After it, this node's epochs lie above those of that session.
     */
    Mono<Prior> before(PileHello hello);

    /** Whether commands may be written: not while this node may have lost its sessions without knowing (invariants B5). */
    boolean mayWrite();

    /** A session began here. */
    void arrived(SessionId session, PileHello hello);

    /** A session ended here; {@code charging} if its order still runs, so that whoever comes next is looked at. */
    void ended(SessionId session, PileHello hello, boolean charging);
}
