package io.ohmgate.ykc.message;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.ykc.frame.Anomaly;
import org.jspecify.annotations.Nullable;

/**
 * 0x42 远程账户余额更新. The new total limit of the running charge. The form of V1.5 has no gun number: read, it means gun
 * 1; written, it is asked for by {@link #ofV15}.
 */
public record BalanceUpdate(
        PileNo pileNo,
        int gunNo,
        @Nullable String physicalCardNo,
        @Nullable Money balance) implements Downlink, AtGun {
    public static final Codec<BalanceUpdate> CODEC = Codec.of(
            20,
            in -> new BalanceUpdate(in.pileNo(), gunNo(in), in.hex("physicalCardNo", 8), in.balance("balance")),
            (m, out) -> (m.namesNoGun()
                            ? out.pileNo(m.pileNo)
                            : out.pileNo(m.pileNo).gunNo(m.gunNo))
                    .hex(m.physicalCardNo, 8)
                    .balance(m.balance));

    private static final int BODY_LENGTH_V15 = 19;

    /** The same for a pile with one gun that knows only the form of V1.5. */
    public BalanceUpdate ofV15() {
        return new BalanceUpdate(pileNo, 0, physicalCardNo, balance);
    }

    private boolean namesNoGun() {
        return gunNo == 0;
    }

    private static int gunNo(BodyReader in) {
        if (in.length() != BODY_LENGTH_V15) {
            return in.gunNo();
        }
        in.flag(Anomaly.GUN_NO_ABSENT);
        return 1;
    }
}
