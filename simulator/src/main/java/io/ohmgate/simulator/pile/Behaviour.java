package io.ohmgate.simulator.pile;

import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pile behaves, well or badly. {@link #GOOD} keeps to the book; every other value is something seen in the field
 * or asked for by the fault list (reference 12). Wither methods, so that a pile reads as "good, but …".
 *
 * @param timeLapse battery and energy run so many times faster than the clock; nothing else does
 * @param clockOffset how wrong the pile's clock is until 0x56 sets it
 * @param clockDriftPartsPerMillion how fast it goes wrong again
 * @param amountRounding HALF_UP or DOWN
 * @param heartbeatPerPile one heartbeat for all guns
 * @param skipVerify asks for the model without comparing it first
 * @param uploadBeforeVerify stored records before 0x05, as the text of the book has it against its chart
 * @param duplicateStartReply says every 0x33 twice
 * @param startReplyAfter answers a start so much later
 * @param plugInAfter a vehicle comes so long after an unplugged start
 * @param startFails accepts starts, then fails in the handshake
 * @param ignoreStop neither answers 0x36 nor stops
 * @param neverSendRecord keeps records and never sends one
 * @param repeatRecord sends every record so many times more, at once
 * @param deleteOnAnyConfirm takes an "illegal record" for a confirmation
 * @param zeroLossEnergy leaves the energies with loss at 0
 * @param reconnectDuringCharging drops the link again and again while charging
 */
public record Behaviour(
        int timeLapse,
        Duration clockOffset,
        long clockDriftPartsPerMillion,
        RoundingMode amountRounding,
        boolean heartbeatPerPile,
        boolean skipVerify,
        boolean uploadBeforeVerify,
        boolean duplicateStartReply,
        Duration startReplyAfter,
        @Nullable Duration plugInAfter,
        boolean startFails,
        boolean ignoreStop,
        boolean neverSendRecord,
        int repeatRecord,
        boolean deleteOnAnyConfirm,
        boolean zeroLossEnergy,
        @Nullable Duration reconnectDuringCharging) {
    public static final int TIME_LAPSE_MAX = 3600;
    public static final int REPEAT_RECORD_MAX = 100;

    public static final Behaviour GOOD = new Behaviour(
            1,
            Duration.ZERO,
            0,
            RoundingMode.HALF_UP,
            false,
            false,
            false,
            false,
            Duration.ZERO,
            null,
            false,
            false,
            false,
            0,
            false,
            false,
            null);

    /** @throws IllegalArgumentException if a number is outside its limits */
    public Behaviour {
        if (timeLapse < 1 || timeLapse > TIME_LAPSE_MAX) {
            throw new IllegalArgumentException("timeLapse is 1 to " + TIME_LAPSE_MAX + ", not " + timeLapse);
        }
        if (repeatRecord < 0 || repeatRecord > REPEAT_RECORD_MAX) {
            throw new IllegalArgumentException("repeatRecord is 0 to " + REPEAT_RECORD_MAX + ", not " + repeatRecord);
        }
        if (amountRounding != RoundingMode.HALF_UP && amountRounding != RoundingMode.DOWN) {
            throw new IllegalArgumentException("piles round half up or cut, not " + amountRounding);
        }
        if (reconnectDuringCharging != null && !reconnectDuringCharging.isPositive()) {
            throw new IllegalArgumentException("reconnectDuringCharging is a time above zero");
        }
    }

    public Behaviour withTimeLapse(int value) {
        return new Behaviour(
                value,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withClockOffset(Duration value) {
        return new Behaviour(
                timeLapse,
                value,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withClockDriftPartsPerMillion(long value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                value,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withAmountRounding(RoundingMode value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                value,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withHeartbeatPerPile(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                value,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withSkipVerify(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                value,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withUploadBeforeVerify(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                value,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withDuplicateStartReply(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                value,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withStartReplyAfter(Duration value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                value,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withPlugInAfter(Duration value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                value,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withStartFails(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                value,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withIgnoreStop(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                value,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withNeverSendRecord(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                value,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withRepeatRecord(int value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                value,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withDeleteOnAnyConfirm(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                value,
                zeroLossEnergy,
                reconnectDuringCharging);
    }

    public Behaviour withZeroLossEnergy(boolean value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                value,
                reconnectDuringCharging);
    }

    public Behaviour withReconnectDuringCharging(Duration value) {
        return new Behaviour(
                timeLapse,
                clockOffset,
                clockDriftPartsPerMillion,
                amountRounding,
                heartbeatPerPile,
                skipVerify,
                uploadBeforeVerify,
                duplicateStartReply,
                startReplyAfter,
                plugInAfter,
                startFails,
                ignoreStop,
                neverSendRecord,
                repeatRecord,
                deleteOnAnyConfirm,
                zeroLossEnergy,
                value);
    }
}
