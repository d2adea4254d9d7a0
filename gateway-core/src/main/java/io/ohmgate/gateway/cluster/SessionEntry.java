package io.ohmgate.gateway.cluster;

import io.ohmgate.gateway.pile.PileNo;

/**
 * Where a pile was seen last, as the directory keeps it.
 *
 * @param face a name for where the pile's login came from, which does not tell the place; 0 if it is not known
 * @param left the session is over, but its order still runs: whoever comes next is looked at
 */
public record SessionEntry(PileNo pileNo, NodeId node, long incarnation, long epoch, long face, boolean left) {
    boolean isOf(ClusterNode process) {
        return node.equals(process.id()) && incarnation == process.incarnation();
    }

    Owner owner() {
        return new Owner(node, incarnation, epoch);
    }
}
