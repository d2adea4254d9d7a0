package io.ohmgate.simulator.pile;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a gun is at.
 *
 * <pre>
 *        0x34, plugged                                    handshake done
 * Idle --------------------------> Starting -----------------------------> Charging
 *  |  \--0x34, not plugged--> WaitingForPlug --plug, second 0x33--> Starting   |
 *  |                                |  60 s                            |       | 0x36, full, balance,
 *  |<-------------------------------+                                  |       | unplugged, button, fault
 *  |--card or VIN--> WaitingForPlatform --0x32 yes--> Starting         v       v
 *  |<---------------------- 0x32 no, 15 s             |              Ending: no current, record at most 2 s later
 *  |<---------------------------------------------- 0x3B, then 0x13 idle ------+
 * </pre>
 */
sealed interface GunActivity {
    /** When it changes by itself. */
    Instant due();

    record Idle() implements GunActivity {
        @Override
        public Instant due() {
            return Instant.MAX;
        }
    }

    /** A start was heard and is answered late: a misbehaviour. */
    record Answering(Charge.Order order, int sequence, Instant due) implements GunActivity {}

    record WaitingForPlug(Charge.Order order, int sequence, Instant due) implements GunActivity {}

    /** Asked by 0x31, or by 0xA1 with the guns of its group. */
    record WaitingForPlatform(StartAtPile start, Instant due) implements GunActivity {}

    /** @param failure how the start will end instead of in a charge */
    record Starting(Charge charge, @Nullable StopReason failure, Instant due) implements GunActivity {}

    /** @param steppedTo until when energy has been counted */
    record Charging(Charge charge, Instant steppedTo) implements GunActivity {
        @Override
        public Instant due() {
            return steppedTo.plus(Gun.STEP);
        }
    }

    /** The current is off and the record not yet made. The gun still reports the charge: idle must not come first. */
    record Ending(Charge charge, StopReason reason, LocalDateTime endTime, int minutes, Instant due)
            implements GunActivity {}
}
