package io.ohmgate.gateway.session;

import io.ohmgate.gateway.link.PileHello;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.trust.Binding;
import io.ohmgate.gateway.trust.SourceRange;
import io.ohmgate.gateway.trust.Trust;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes what a login of a listed pile is worth (invariants 4.1). The first login binds the pile to where it came
 * from; from then on another source is believed less, and a person is shown the difference.
 */
final class TrustJudge {
    private final Bindings bindings;
    /** Address ranges in which a carrier lets its SIMs roam. */
    private final List<SourceRange> carriers;

    TrustJudge(Bindings bindings, List<SourceRange> carriers) {
        this.bindings = bindings;
        this.carriers = carriers;
    }

    /** {@code learnt} is the binding this login made, {@code differed} the one it does not quite fit; at most one of them. */
    record Evidence(
            Trust trust, @Nullable Binding learnt, @Nullable Binding differed) {}

    /** Judges a login that is let in, and learns from it if it is the pile's first. */
    Evidence judge(PileHello hello) {
        InetAddress address = hello.source().getAddress();
        if (address == null) {
            return new Evidence(Trust.LISTED, null, null);
        }
        Binding known = bindings.find(hello.pileNo());
        if (known == null) {
            Binding learnt = Binding.learnt(address, hello.simNo(), carriers);
            if (bindings.learn(hello.pileNo(), learnt)) {
                return new Evidence(Trust.BOUND, learnt, null);
            }
            known = bindings.find(hello.pileNo());
        }
        boolean matches = known != null && known.matches(address, hello.simNo(), carriers);
        boolean differs = known != null && (!matches || hasOtherSim(known, hello));
        return new Evidence(matches ? Trust.BOUND : Trust.LISTED, null, differs ? known : null);
    }

    /** The same without learning: for a session that is there already, after a person has decided. */
    Trust trustOf(PileHello hello) {
        InetAddress address = hello.source().getAddress();
        Binding known = bindings.find(hello.pileNo());
        boolean matches = known != null && address != null && known.matches(address, hello.simNo(), carriers);
        return matches ? Trust.BOUND : Trust.LISTED;
    }

    /** Whether this source is where this pile is known to come from; then a ban of the source is not meant for it. */
    boolean isAtHome(PileNo pileNo, PileHello hello) {
        return bindings.find(pileNo) != null && trustOf(hello).reaches(Trust.BOUND);
    }

    private static boolean hasOtherSim(Binding known, PileHello hello) {
        String bound = known.simNo();
        return bound != null && Binding.isSim(hello.simNo()) && !bound.equals(hello.simNo());
    }
}
