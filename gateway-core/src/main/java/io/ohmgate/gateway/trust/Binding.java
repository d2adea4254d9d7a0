package io.ohmgate.gateway.trust;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pile is known to come from (绑定): a range of addresses, a SIM, or both. Learnt at its first login, confirmed by
 * a person. Null stands for "not bound to one".
 */
public record Binding(
        @Nullable SourceRange source, @Nullable String simNo, boolean confirmed) {
    /** @throws IllegalArgumentException if it binds to nothing */
    public Binding {
        if (source == null && simNo == null) {
            throw new IllegalArgumentException("a binding names a source or a SIM");
        }
    }

    /**
     * What is learnt of a first login. A SIM whose carrier's addresses are known roams between them, so it is bound by
     * its number; everything else by the line it came over, and its SIM is kept to show when it changes.
     */
    public static Binding learnt(InetAddress address, String simNo, List<SourceRange> carriers) {
        String sim = isSim(simNo) ? simNo : null;
        boolean roams = sim != null && within(address, carriers);
        return new Binding(roams ? null : SourceRange.around(address), sim, false);
    }

    /** Whether a login comes from where this pile comes from. */
    public boolean matches(InetAddress address, String seenSim, List<SourceRange> carriers) {
        if (source != null && source.contains(address)) {
            return true;
        }
        return simNo != null && simNo.equals(seenSim) && within(address, carriers);
    }

    /** A modem that cannot read its card says zeros, and so do many piles on a fixed line. */
    public static boolean isSim(String simNo) {
        return !simNo.isBlank() && !simNo.chars().allMatch(digit -> digit == '0');
    }

    private static boolean within(InetAddress address, List<SourceRange> ranges) {
        for (SourceRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
