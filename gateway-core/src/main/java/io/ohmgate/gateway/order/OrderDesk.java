package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.GunId;
import java.util.Optional;

/** What sessions tell the orders. Every method returns at once, never throws and may be called on an event loop. */
public interface OrderDesk {
    /**
     * A report or answer of a pile; called in the order of arrival, before it is shown to anybody: when this returns,
     * {@link #runningOn} knows it.
     */
    void reported(SessionId session, PileReport report);

    /** A pile has logged in and its link is in {@link Piles#linkOf}: unconfirmed stops are written again. */
    void cameBack(SessionId session);

    /** The charge that the gun runs for an order of ours, from memory. */
    Optional<RunningCharge> runningOn(GunId gun);
}
