package io.ohmgate.simulator.pile;

/** Why a charge ended (停止原因), as far as simulated piles know reasons (reference 6.1). */
public enum StopReason {
    REMOTE_STOP(0x40),
    BATTERY_FULL(0x41),
    STOPPED_MANUALLY(0x45),
    START_PLUG_LOST(0x4B),
    START_WITHOUT_BALANCE(0x4E),
    START_EMERGENCY_STOP(0x50),
    START_HANDSHAKE_TIMEOUT(0x59),
    PLUG_LOST(0x6B),
    BALANCE_USED_UP(0x6E),
    EMERGENCY_STOP(0x72),
    POWER_LOST(0x83);

    private final int code;

    StopReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
