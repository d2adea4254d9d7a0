package io.ohmgate.gateway.command;

import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.pile.PileNo;
import org.jspecify.annotations.Nullable;

/** Which answer belongs to which question. {@code gunNo} is 0 where the answer does not name a gun. */
record AskKey(PileNo pileNo, int gunNo, Kind kind) {
    private static final int WHOLE_PILE = 0;

    enum Kind {
        READ_GUN,
        SET_LIMIT,
        SET_TARIFF,
        SET_CLOCK,
        STORE_CARDS,
        CLEAR_CARDS,
        QUERY_CARDS,
        SET_WORK_MODE,
        REBOOT,
        MOVE_GROUND_LOCK,
        SET_QR_PREFIX,
        SET_GUN_QR;

        /** Whether the answer names a gun. */
        boolean isOfGun() {
            return this == READ_GUN || this == MOVE_GROUND_LOCK || this == SET_GUN_QR;
        }
    }

    /** @throws IllegalArgumentException if it is no question with one answer, but a step of an order */
    static AskKey of(PileCommand command) {
        return switch (command) {
            case PileCommand.ReadGun read ->
                new AskKey(read.pileNo(), read.gun().gunNo(), Kind.READ_GUN);
            case PileCommand.SetLimit limit -> new AskKey(limit.pileNo(), WHOLE_PILE, Kind.SET_LIMIT);
            case PileCommand.SetTariff tariff -> new AskKey(tariff.pileNo(), WHOLE_PILE, Kind.SET_TARIFF);
            case PileCommand.SetClock clock -> new AskKey(clock.pileNo(), WHOLE_PILE, Kind.SET_CLOCK);
            case PileCommand.SetWorkMode mode -> new AskKey(mode.pileNo(), WHOLE_PILE, Kind.SET_WORK_MODE);
            case PileCommand.Reboot reboot -> new AskKey(reboot.pileNo(), WHOLE_PILE, Kind.REBOOT);
            case PileCommand.MoveGroundLock lock ->
                new AskKey(lock.pileNo(), lock.gun().gunNo(), Kind.MOVE_GROUND_LOCK);
            case PileCommand.SetQrPrefix prefix -> new AskKey(prefix.pileNo(), WHOLE_PILE, Kind.SET_QR_PREFIX);
            case PileCommand.SetGunQr qr -> new AskKey(qr.pileNo(), qr.gun().gunNo(), Kind.SET_GUN_QR);
            case PileCommand.UpdateFirmware update -> throw noQuestion(update);
            case PileCommand.StoreCards cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.STORE_CARDS);
            case PileCommand.ClearCards cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.CLEAR_CARDS);
            case PileCommand.QueryCards cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.QUERY_CARDS);
            case PileCommand.StartCharging start -> throw noQuestion(start);
            case PileCommand.StopCharging stop -> throw noQuestion(stop);
            case PileCommand.AcceptStart yes -> throw noQuestion(yes);
            case PileCommand.RefuseStart refusal -> throw noQuestion(refusal);
        };
    }

    /** Null if the report answers no question. */
    static @Nullable AskKey of(PileReport report) {
        return switch (report) {
            case PileReport.GunReported gun ->
                new AskKey(gun.pileNo(), gun.gun().gunNo(), Kind.READ_GUN);
            case PileReport.LimitAnswered limit -> new AskKey(limit.pileNo(), WHOLE_PILE, Kind.SET_LIMIT);
            case PileReport.TariffAnswered tariff -> new AskKey(tariff.pileNo(), WHOLE_PILE, Kind.SET_TARIFF);
            case PileReport.ClockAnswered clock -> new AskKey(clock.pileNo(), WHOLE_PILE, Kind.SET_CLOCK);
            case PileReport.CommandAnswered answer -> of(answer);
            case PileReport.GroundLockReported lock -> null;
            case PileReport.CardsStored cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.STORE_CARDS);
            case PileReport.CardsCleared cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.CLEAR_CARDS);
            case PileReport.CardsFound cards -> new AskKey(cards.pileNo(), WHOLE_PILE, Kind.QUERY_CARDS);
            case PileReport.GunHealth health -> null;
            case PileReport.StartAnswered start -> null;
            case PileReport.StopAnswered stop -> null;
            case PileReport.BatteryReported battery -> null;
            case PileReport.BatteryNoted noted -> null;
            case PileReport.StartAtPileRequested request -> null;
            case PileReport.TariffHeld held -> null;
            case PileReport.TariffTold told -> null;
        };
    }

    private static @Nullable AskKey of(PileReport.CommandAnswered answer) {
        return switch (answer.asked()) {
            case WORK_MODE -> new AskKey(answer.pileNo(), WHOLE_PILE, Kind.SET_WORK_MODE);
            case REBOOT -> new AskKey(answer.pileNo(), WHOLE_PILE, Kind.REBOOT);
            case GROUND_LOCK -> new AskKey(answer.pileNo(), answer.gunNo(), Kind.MOVE_GROUND_LOCK);
            case QR_PREFIX -> new AskKey(answer.pileNo(), WHOLE_PILE, Kind.SET_QR_PREFIX);
            case GUN_QR -> new AskKey(answer.pileNo(), answer.gunNo(), Kind.SET_GUN_QR);
            case FIRMWARE -> null;
        };
    }

    /** Whether such a report comes only because somebody asked. */
    boolean comesOnlyWhenAsked() {
        return kind != Kind.READ_GUN;
    }

    private static IllegalArgumentException noQuestion(PileCommand command) {
        return new IllegalArgumentException(command.getClass().getSimpleName()
                + " is no question with one answer soon; somebody else waits for it");
    }
}
