package io.ohmgate.gateway.order;

import io.ohmgate.gateway.link.EndCause;
import org.jspecify.annotations.Nullable;

/** Why the order ended, and the code the pile gave for it, if it gave one. */
public record OrderEnd(EndReason reason, @Nullable Integer code) {
    /** Why an order came to its end, for people and statistics. */
    public enum EndReason {
        /** The pile was gone before the start could be written. */
        PILE_WENT_OFFLINE,
        /** The pile refused the start. */
        REFUSED_BY_PILE,
        /** Nobody plugged in while the pile waited. */
        NOT_PLUGGED_IN_TIME,
        /** 90 seconds without a charge. */
        NO_START_IN_TIME,
        /** The driver or staff stopped it before it began. */
        STOPPED_BEFORE_START,
        /** The pile reported idle twice without a record. */
        SEEN_IDLE,
        /** The pile confirmed the stop. */
        STOPPED_ON_REQUEST,
        /** The pile said that it was not charging when asked to stop. */
        NOT_CHARGING_WHEN_STOPPED,
        /** The pile reported another charge on the gun. */
        GUN_HAS_OTHER_CHARGE,
        /** The pile has told nothing for so long that nobody waits for it. */
        PILE_WENT_SILENT,
        /** The record ended it and names no better reason; the code is the pile's reason to stop. */
        RECORD_ARRIVED,
        /** The battery is full. */
        FULL,
        /** The pile reached the energy, money or time it was given. */
        LIMIT_REACHED_AT_PILE,
        /** Somebody pressed the button on the pile, or showed the card again. */
        STOPPED_AT_PILE,
        /** The pile tried and could not start. */
        START_FAILED_AT_PILE,
        /** What was held for the charge was spent. */
        HOLD_SPENT,
        /** The gun was pulled, or its control line was cut. */
        UNPLUGGED,
        /** The vehicle ended it or stopped answering. */
        ENDED_BY_VEHICLE,
        /** The emergency stop was pressed. */
        EMERGENCY_STOP,
        /** The pile lost its power. */
        POWER_LOST,
        /** A fault of the pile ended it. */
        PILE_FAULT,
        /** No record within a day. */
        NO_RECORD_IN_TIME,
        /** It never was an order of ours: a record came without one. */
        RECORD_WITHOUT_ORDER,
        /** It never was an order of ours: energy was seen flowing without one. */
        ENERGY_WITHOUT_ORDER;

        /** What an order says of a pile's own word. */
        public static EndReason of(EndCause cause) {
            return switch (cause) {
                case STOPPED_REMOTELY -> STOPPED_ON_REQUEST;
                case FULL -> FULL;
                case LIMIT_REACHED -> LIMIT_REACHED_AT_PILE;
                case STOPPED_AT_PILE -> STOPPED_AT_PILE;
                case START_FAILED -> START_FAILED_AT_PILE;
                case HOLD_SPENT -> HOLD_SPENT;
                case UNPLUGGED -> UNPLUGGED;
                case VEHICLE -> ENDED_BY_VEHICLE;
                case EMERGENCY_STOP -> EMERGENCY_STOP;
                case POWER_LOST -> POWER_LOST;
                case PILE_FAULT -> PILE_FAULT;
                case UNKNOWN -> RECORD_ARRIVED;
            };
        }
    }
}
