package io.ohmgate.ykc.session;

import io.ohmgate.gateway.link.EndCause;

/** What the stop reasons of records (停止原因, ykc.md 6.1) mean to an order. */
public final class StopReasons {
    private static final int START_FAILED_FIRST = 0x4A;
    private static final int START_FAILED_LAST = 0x69;
    private static final int VEHICLE_FIRST = 0x79;
    private static final int VEHICLE_LAST = 0x89;
    private static final int ABNORMAL_FIRST = 0x6A;
    private static final int ABNORMAL_LAST = 0x8F;

    private StopReasons() {}

    public static EndCause endOf(int code) {
        return switch (code) {
            case 0x40 -> EndCause.STOPPED_REMOTELY;
            case 0x41 -> EndCause.FULL;
            case 0x42, 0x43, 0x44 -> EndCause.LIMIT_REACHED;
            case 0x45 -> EndCause.STOPPED_AT_PILE;
            case 0x6B -> EndCause.UNPLUGGED;
            case 0x6E -> EndCause.HOLD_SPENT;
            case 0x72 -> EndCause.EMERGENCY_STOP;
            case 0x83 -> EndCause.POWER_LOST;
            default -> byRange(code);
        };
    }

    private static EndCause byRange(int code) {
        if (code >= START_FAILED_FIRST && code <= START_FAILED_LAST) {
            return EndCause.START_FAILED;
        }
        if (code >= VEHICLE_FIRST && code <= VEHICLE_LAST) {
            return EndCause.VEHICLE;
        }
        return code >= ABNORMAL_FIRST && code <= ABNORMAL_LAST ? EndCause.PILE_FAULT : EndCause.UNKNOWN;
    }
}
