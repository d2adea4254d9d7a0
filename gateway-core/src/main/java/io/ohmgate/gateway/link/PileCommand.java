package io.ohmgate.gateway.link;

import io.ohmgate.billing.Money;
import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway asks of a pile. */
public sealed interface PileCommand {
    PileNo pileNo();

    /**
     * Start a charge. {@code limit} is what may be spent on it, not the driver's balance (ykc.md A38). The {@code card}
     * may stop it at the pile. {@code parallelNo} is shared by the guns that charge one vehicle (并充), null for one gun.
     */
    record StartCharging(
            TradeNo tradeNo,
            GunId gun,
            Money limit,
            CardFace card,
            @Nullable String parallelNo) implements PileCommand {
        public StartCharging(TradeNo tradeNo, GunId gun, Money limit) {
            this(tradeNo, gun, limit, CardFace.NONE, null);
        }

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

    /** Yes to a start asked for at the pile itself: it starts under this number and may spend {@code limit}. */
    record AcceptStart(
            TradeNo tradeNo,
            GunId gun,
            Money limit,
            CardFace card,
            @Nullable String parallelNo) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /**
     * Lock or release the whole pile and limit its power to {@code maxPowerPercent} of its rating. A running charge goes
     * on; what is refused are new ones (ykc.md 7.11).
     */
    record SetWorkMode(PileNo pileNo, boolean locked, int maxPowerPercent) implements PileCommand {
        public static final int POWER_PERCENT_MIN = 30;
        public static final int POWER_PERCENT_MAX = 100;

        /** @throws IllegalArgumentException if the power is not 30 to 100 percent */
        public SetWorkMode {
            if (maxPowerPercent < POWER_PERCENT_MIN || maxPowerPercent > POWER_PERCENT_MAX) {
                throw new IllegalArgumentException("a pile is limited to 30 to 100 percent, not " + maxPowerPercent);
            }
        }
    }

    /** Start anew, at once or as soon as nothing charges. The proof is the login that follows. */
    record Reboot(PileNo pileNo, boolean whenIdle) implements PileCommand {}

    /** Raise or lower the parking lock (地锁) of a gun's bay. Where it came to rest follows as a report. */
    record MoveGroundLock(GunId gun, boolean raise) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** The prefix of the QR codes that a pile draws itself; it appends its number, and the gun's if {@code withGunNo}. */
    record SetQrPrefix(PileNo pileNo, String prefix, boolean withGunNo) implements PileCommand {}

    /** The whole text of a gun's QR code. {@code withPileNo} is false for piles that know only the older frame. */
    record SetGunQr(GunId gun, String url, boolean withPileNo) implements PileCommand {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** Fetch a program and install it. Answered when that is over, perhaps in a later session. */
    record UpdateFirmware(PileNo pileNo, boolean directCurrent, int ratedKw, FirmwareSource source, boolean whenIdle)
            implements PileCommand {}

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
        ACCOUNT_FROZEN,
        BALANCE_TOO_LOW,
        CARD_HAS_UNSETTLED_RECORD,
        PILE_OUT_OF_SERVICE,
        NOT_ALLOWED_HERE,
        WRONG_PASSWORD,
        STATION_AT_CAPACITY,
        VIN_UNKNOWN,
        PILE_HAS_UNSETTLED_RECORD,
        CARDS_NOT_SUPPORTED
    }

    /** Accept these cards while you are offline. Answered by {@link PileReport.CardsStored}. */
    record StoreCards(PileNo pileNo, List<CardFace> cards) implements PileCommand {
        public StoreCards {
            cards = List.copyOf(cards);
        }
    }

    /** Forget these cards. Answered by {@link PileReport.CardsCleared}. */
    record ClearCards(PileNo pileNo, List<String> cardNos) implements PileCommand {
        public ClearCards {
            cardNos = List.copyOf(cardNos);
        }

        @Override
        public String toString() {
            return "ClearCards[" + pileNo + ", " + cardNos.size() + "]";
        }
    }

    /** Say which of these cards you have stored. Answered by {@link PileReport.CardsFound}. */
    record QueryCards(PileNo pileNo, List<String> cardNos) implements PileCommand {
        public QueryCards {
            cardNos = List.copyOf(cardNos);
        }

        @Override
        public String toString() {
            return "QueryCards[" + pileNo + ", " + cardNos.size() + "]";
        }
    }
}
