package io.ohmgate.ykc.message;

import io.netty.buffer.ByteBuf;
import io.ohmgate.gateway.pile.PileNo;

/**
 * The pile that most likely speaks: the one that logged in on this connection. Where its number stands in a frame, it is
 * recognised and not read anew, which spares most of what a report would otherwise leave behind.
 */
public final class KnownPile {
    /** A pile number is seven bytes; it is compared together with the byte before or behind it, shifted away. */
    static final int BYTES = 7;

    private final PileNo pileNo;
    private final long packed;

    public KnownPile(PileNo pileNo) {
        this.pileNo = pileNo;
        this.packed = Long.parseLong(pileNo.digits(), 16);
    }

    public PileNo pileNo() {
        return pileNo;
    }

    /** Whether its number stands there; eight bytes must be readable from {@code at}. */
    public boolean isAt(ByteBuf in, int at) {
        return in.getLong(at) >>> Byte.SIZE == packed;
    }
}
