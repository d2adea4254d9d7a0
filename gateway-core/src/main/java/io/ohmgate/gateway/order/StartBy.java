package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.CardFace;
import io.ohmgate.gateway.pile.GunId;
import org.jspecify.annotations.Nullable;

/**
 * How a start came to us: from where, by which card (or with which card that may stop it), with which other gun of the
 * pile, under the number the pile gave both, and whose answer is still awaited at the pile.
 */
public record StartBy(
        OrderSource source,
        CardFace card,
        @Nullable GunId otherGun,
        @Nullable String parallelNo,
        PileAnswer answer) {
    /** A tap in the app on one gun. */
    public static final StartBy APP = new StartBy(OrderSource.APP, CardFace.NONE, null, null, PileAnswer.NOT_AWAITED);

    /** The app's tap, for a driver whose card may stop the charge at the pile. */
    public StartBy with(CardFace stopper) {
        return new StartBy(source, stopper, otherGun, parallelNo, answer);
    }

    /** The same on two guns at once. */
    public StartBy with(GunId other) {
        return new StartBy(source, card, other, parallelNo, answer);
    }
}
