package io.ohmgate.gateway.link;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.GunState;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.pile.TradeNo;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pile reported or answered, in the gateway's words. */
public sealed interface PileReport {
    PileNo pileNo();

    /** A gun's state and live values. {@code tradeNo} is null when no charge runs. Null means "not told". */
    record GunReported(
            GunId gun,
            @Nullable TradeNo tradeNo,
            GunState state,
            @Nullable Boolean plugged,
            @Nullable Boolean homed,
            Telemetry telemetry,
            int faultBits)
            implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** The health of one gun, as heartbeats carry it. */
    record GunHealth(GunId gun, boolean faulty) implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** The pile's answer to a start; for one start there may be two: not plugged first, accepted later. */
    record StartAnswered(TradeNo tradeNo, GunId gun, StartAnswer answer, int code) implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    enum StartAnswer {
        ACCEPTED,
        NOT_PLUGGED,
        PILE_NUMBER_MISMATCH,
        ALREADY_CHARGING,
        PILE_FAULT,
        PILE_OFFLINE,
        OTHER
    }

    /** The pile's answer to a stop. */
    record StopAnswered(GunId gun, StopAnswer answer, int code) implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    enum StopAnswer {
        ACCEPTED,
        NOT_CHARGING,
        PILE_NUMBER_MISMATCH,
        OTHER
    }

    /** What the vehicle's battery management asks for and measures, while a DC charge runs. Null means "not told";
     * warnings are codes of the protocol's list.
     */
    record BatteryReported(
            GunId gun,
            TradeNo tradeNo,
            @Nullable Integer demandDeciVolts,
            @Nullable Integer demandDeciAmperes,
            @Nullable Integer socPercent,
            @Nullable Integer remainingMinutes,
            @Nullable Integer batteryMaxCelsius,
            @Nullable Integer batteryMinCelsius,
            @Nullable Integer measuredDeciVolts,
            @Nullable Integer measuredDeciAmperes,
            @Nullable Integer cellMaxCentiVolts,
            List<Integer> warnings)
            implements PileReport {
        public BatteryReported {
            warnings = List.copyOf(warnings);
        }

        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /** What battery and charger told of each other during this charge. */
    record BatteryNoted(GunId gun, TradeNo tradeNo, BatteryNote note) implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    /**
     * A driver asks to start at the pile itself, by card or by the vehicle's number. {@code parallelNo} is the number
     * that all guns of one vehicle share, null if one gun charges alone.
     */
    record StartAtPileRequested(
            GunId gun,
            StartMode mode,
            StartCredential shown,
            @Nullable String parallelNo) implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    enum StartMode {
        CARD,
        ACCOUNT,
        VIN,
        OTHER
    }

    record LimitAnswered(PileNo pileNo, boolean accepted, int code) implements PileReport {}

    record TariffAnswered(PileNo pileNo, boolean accepted) implements PileReport {}

    /** The pile proved which tariff it holds: it named the one we want, and was told that it is (invariants B8). */
    record TariffHeld(PileNo pileNo, int modelNo) implements PileReport {}

    /** The pile was sent a tariff because it asked for one. That it took it is not proved by that. */
    record TariffTold(PileNo pileNo, int modelNo) implements PileReport {}

    /**
     * Yes or no to a command that has no more to say. {@code gunNo} is 0 where the answer speaks for the whole pile;
     * {@code code} is the protocol's own number for the reason.
     */
    record CommandAnswered(PileNo pileNo, int gunNo, Asked asked, boolean accepted, int code) implements PileReport {}

    /** What a {@link CommandAnswered} answers. */
    enum Asked {
        WORK_MODE,
        REBOOT,
        GROUND_LOCK,
        QR_PREFIX,
        GUN_QR,
        /** Said when the update is over, so perhaps in another session than it was asked in. */
        FIRMWARE
    }

    /** A parking lock (地锁) as it stands. Null means "not told". */
    record GroundLockReported(
            GunId gun,
            LockPosition position,
            @Nullable Boolean carPresent,
            @Nullable Integer batteryPercent,
            LockAlarm alarm)
            implements PileReport {
        @Override
        public PileNo pileNo() {
            return gun.pileNo();
        }
    }

    enum LockPosition {
        RAISED,
        LOWERED,
        /** Somewhere between the two, or not told. */
        BETWEEN
    }

    enum LockAlarm {
        NONE,
        /** The arm was moved by force while it stood by (待机状态摇臂破坏). */
        FORCED,
        /** It did not get where it was sent (升降异常). */
        STUCK,
        UNKNOWN
    }

    /** Whether the pile stored the cards it was sent; {@code code} is its reason if not. */
    record CardsStored(PileNo pileNo, boolean stored, int code) implements PileReport {}

    /** Which of the cards the pile has forgotten. */
    record CardsCleared(PileNo pileNo, List<CardMark> cards) implements PileReport {
        public CardsCleared {
            cards = List.copyOf(cards);
        }
    }

    /** Which of the cards the pile has stored. */
    record CardsFound(PileNo pileNo, List<CardMark> cards) implements PileReport {
        public CardsFound {
            cards = List.copyOf(cards);
        }
    }

    /** The pile's clock after it was set; local time of the site, null if unreadable. */
    record ClockAnswered(PileNo pileNo, @Nullable LocalDateTime pileClock) implements PileReport {}
}
