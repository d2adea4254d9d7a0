package io.ohmgate.gateway.link;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;

/** What the gateway asks of a pile. */
public sealed interface PileCommand {
    PileNo pileNo();

    /** Start a charge. {@code limit} is what may be spent on it, not the driver's balance (ykc.md A38). */
    record StartCharging(TradeNo tradeNo, GunId gun, Money limit) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** Stop whatever runs on the gun. Overtakes everything else that waits to be written. */
    record StopCharging(GunId gun) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** Report the gun's state now; answered by {@link PileReport.GunReported}. */
    record ReadGun(GunId gun) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** The running charge may now spend {@code limit} in all. Answered by {@link PileReport.LimitAnswered}. */
    record SetLimit(GunId gun, Money limit) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** Hold this tariff. Answered by {@link PileReport.TariffAnswered}. */
    record SetTariff(PileNo pileNo, PileTariff tariff) implements PileCommand {}

    /** Set the clock. The protocol turns the instant into the site's local time. */
    record SetClock(PileNo pileNo, Instant now) implements PileCommand {}

    /** No to a start asked for at the pile itself. */
    record RefuseStart(GunId gun, PileReport.StartAtPileRequested request, StartRefusedBecause reason)
            implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** Why a start at the pile is refused, in the words a driver reads on its screen. */
    enum StartRefusedBecause {
        ACCOUNT_UNKNOWN,
        PILE_OUT_OF_SERVICE,
        CARDS_NOT_SUPPORTED,
        VIN_UNKNOWN
    }
}
