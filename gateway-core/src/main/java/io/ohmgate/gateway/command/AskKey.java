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
        SET_CLOCK
    }

    /** @throws IllegalArgumentException if it is no question with one answer, but a step of an order */
    static AskKey of(PileCommand command) {
        return switch (command) {
            case PileCommand.ReadGun read ->
                new AskKey(read.pileNo(), read.gun().gunNo(), Kind.READ_GUN);
            case PileCommand.SetLimit limit -> new AskKey(limit.pileNo(), WHOLE_PILE, Kind.SET_LIMIT);
            case PileCommand.SetTariff tariff -> new AskKey(tariff.pileNo(), WHOLE_PILE, Kind.SET_TARIFF);
            case PileCommand.SetClock clock -> new AskKey(clock.pileNo(), WHOLE_PILE, Kind.SET_CLOCK);
            case PileCommand.StartCharging start -> throw noQuestion(start);
            case PileCommand.StopCharging stop -> throw noQuestion(stop);
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
            case PileReport.GunHealth health -> null;
            case PileReport.StartAnswered start -> null;
            case PileReport.StopAnswered stop -> null;
            case PileReport.BatteryReported battery -> null;
            case PileReport.BatteryNoted noted -> null;
            case PileReport.StartAtPileRequested request -> null;
            case PileReport.TariffHeld held -> null;
        };
    }

    /** Whether such a report comes only because somebody asked. */
    boolean comesOnlyWhenAsked() {
        return kind != Kind.READ_GUN;
    }

    private static IllegalArgumentException noQuestion(PileCommand command) {
        return new IllegalArgumentException(
                command.getClass().getSimpleName() + " is no question with one answer; the order waits for it");
    }
}
