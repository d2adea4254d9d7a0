package io.ohmgate.gateway.pile;

/** What a gun does (枪状态). {@link #UNKNOWN} also stands for what a pile says and nobody understands. */
public enum GunState {
    OFFLINE,
    FAULT,
    IDLE,
    CHARGING,
    UNKNOWN
}
