package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.pile.PileNo;

/** Which node sends a pile its operations: the one that holds its session. A node that runs alone sends all of them. */
public interface OperationHome {
    /** Of a node that runs alone. */
    OperationHome ALONE = new OperationHome() {
        @Override
        public boolean isHere(PileNo pileNo) {
            return true;
        }

        @Override
        public void keptHere(PileNo pileNo) {}
    };

    /** Whether this node has the pile's open operations in memory. Answers from memory. */
    boolean isHere(PileNo pileNo);

    /** An operation was kept for a pile whose home is elsewhere, or that nobody holds. Returns at once. */
    void keptHere(PileNo pileNo);
}
