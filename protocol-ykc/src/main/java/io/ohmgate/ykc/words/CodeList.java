package io.ohmgate.ykc.words;

/** The lists of codes that piles and vehicles use (reference 5.14 to 5.18, 6.1 to 6.6). */
@SuppressWarnings("ImmutableEnumChecker") // a record of two strings
public enum CodeList {
    /** 0x3B, 0x3D, 0x3F; reference 6.1. */
    STOP_REASON("停止原因", "stop reason"),
    /** One bit a code, 0x13; reference 6.2. */
    HARDWARE_FAULT("硬件故障", "hardware fault"),
    /** 0x32, 0xA2; reference 6.3. */
    AUTH_REFUSAL("鉴权失败原因", "authentication refused"),
    /** 0x33, 0xA3; reference 6.4. */
    START_REFUSAL("启动失败原因", "start refused"),
    /** 0x35; reference 5.23. */
    STOP_REFUSAL("停止失败原因", "stop refused"),
    /** 0x1B; eight times the byte's number plus the first bit of the group. */
    BMS_ERROR("车桩通信错误", "error between battery and charger"),
    /** 0x1D; bits of the reason from 0x00, of the fault from 0x10, of the error from 0x20. */
    VEHICLE_STOPPED("BMS 中止原因", "stopped by the vehicle"),
    /** 0x21; as 0x1D. */
    CHARGER_STOPPED("充电机中止原因", "stopped by the charger"),
    /** 0x25; four times the group's number plus its value. */
    BATTERY_WARNING("电池告警", "battery warning"),
    /** 0x15; reference 6.6. */
    BATTERY_TYPE("电池类型", "battery type");

    private final Words title;

    CodeList(String zh, String en) {
        this.title = new Words(zh, en);
    }

    public Words title() {
        return title;
    }
}
