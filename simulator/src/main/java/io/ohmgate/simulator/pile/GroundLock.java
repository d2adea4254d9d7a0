package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.ykc.message.GroundLockCommand;
import io.ohmgate.ykc.message.GroundLockReply;
import io.ohmgate.ykc.message.GroundLockReport;
import java.time.Duration;
import java.time.Instant;

/** The lock before a parking space (地锁): it rests lowered, moves for some seconds, and says where it is. */
final class GroundLock {
    static final Duration MOVES = Duration.ofSeconds(4);
    static final Duration REPORT = Duration.ofMinutes(5);

    private static final int NOT_IN_POSITION = 0x00;
    private static final int RAISED = 0x55;
    private static final int LOWERED = 0xFF;
    private static final int CAR = 0xFF;
    private static final int ALARM_NOT_IN_POSITION = 0x55;
    private static final int BATTERY_PERCENT = 92;
    private static final String RESERVED = "00000000";

    private final GunId gunId;
    private final boolean stuck;
    private int state = LOWERED;
    private int target = LOWERED;
    private boolean car;
    private Instant arrives = Instant.MAX;
    private Instant reportDue = Instant.MIN;

    GroundLock(GunId gunId, boolean stuck) {
        this.gunId = gunId;
        this.stuck = stuck;
    }

    Instant due() {
        return arrives.isBefore(reportDue) ? arrives : reportDue;
    }

    /** @return whether a report is due */
    boolean advance(boolean carPresent, Instant now) {
        boolean changed = car != carPresent;
        car = carPresent;
        if (!now.isBefore(arrives)) {
            arrives = Instant.MAX;
            state = stuck ? NOT_IN_POSITION : target;
            changed = true;
        }
        return changed || !now.isBefore(reportDue);
    }

    GroundLockReport report(Instant now) {
        reportDue = now.plus(REPORT);
        int alarm = stuck && state == NOT_IN_POSITION ? ALARM_NOT_IN_POSITION : 0;
        return new GroundLockReport(
                gunId.pileNo(), gunId.gunNo(), state, car ? CAR : 0, BATTERY_PERCENT, alarm, RESERVED);
    }

    /** Raises and lowers; an arm is never raised under a car. */
    GroundLockReply on(GroundLockCommand command, Instant now) {
        int action = command.lockAction() == null ? 0 : command.lockAction();
        boolean known = action == GroundLockCommand.RAISE || action == GroundLockCommand.LOWER;
        boolean accepted = known && !(action == GroundLockCommand.RAISE && car);
        if (accepted) {
            target = action == GroundLockCommand.RAISE ? RAISED : LOWERED;
            arrives = now.plus(MOVES);
        }
        return new GroundLockReply(gunId.pileNo(), gunId.gunNo(), accepted ? GroundLockReply.SUCCESS : 0, RESERVED);
    }

    int state() {
        return state;
    }
}
