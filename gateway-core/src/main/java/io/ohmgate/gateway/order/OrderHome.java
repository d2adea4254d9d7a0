package io.ohmgate.gateway.order;

import io.ohmgate.gateway.pile.PileNo;

/**
 * Which node keeps a pile's orders in memory: the one that holds its session. A node that runs alone is home to all of
 * them. The tables are the truth everywhere; a home only knows sooner, and only it writes to the pile.
 */
public interface OrderHome {
    /** Of a node that runs alone. */
    OrderHome ALONE = new OrderHome() {
        @Override
        public boolean isHere(PileNo pileNo) {
            return true;
        }

        @Override
        public void changedHere(ChargingOrder order, boolean stopWanted) {}
    };

    /** Whether this node keeps the pile's orders in memory. Answers from memory. */
    boolean isHere(PileNo pileNo);

    /** Whether the pile's orders were read since its session began: until then a charge without one proves nothing. */
    default boolean isKnown(PileNo pileNo) {
        return true;
    }

    /**
     * An order whose home is elsewhere was changed by this node, or one whose pile nobody holds. Returns at once; to be
     * passed on to its home, which may be lost on the way: its timers repair what that leaves undone.
     */
    void changedHere(ChargingOrder order, boolean stopWanted);
}
