package io.ohmgate.ykc.dialect;

import java.util.EnumSet;
import java.util.Set;

/**
 * A tolerance that staff switch on for one pile (方言选项, ykc.md 2.5, 10, 11). Off is what the book says. What every pile is
 * forgiven, such as a CRC with its high byte first, needs no option and is only counted. The names are stored: never
 * rename one.
 */
public enum DialectOption {
    /** Also accept a CRC computed with the misprinted table of V1.4 and V1.5. */
    LEGACY_CRC_TABLE("接受按 V1.4/V1.5 附录错误查表计算的 CRC", "Accept a CRC computed with the misprinted table of V1.4 and V1.5"),
    /** Write the CRC in the byte order the pile uses itself; else always low byte first. */
    CRC_REPLY_MIRROR("应答的 CRC 字节序与该桩一致（默认低字节在前）", "Write the CRC in the pile's own byte order, not low byte first"),
    /** Send 0x42 in the form of V1.5, which names no gun; for piles with one gun. */
    BALANCE_UPDATE_V15(
            "余额更新 0x42 按 V1.5 格式下发（不带枪号，仅限单枪桩）",
            "Send 0x42 in the form of V1.5, without a gun number; single-gun piles only"),
    /** 0xF1 says 0 for failure and 1 for success, the other way round than the supplement. */
    QR_RESULT_REVERSED("0xF1 应答含义相反：0 为失败，1 为成功", "0xF1 means 0 for failure and 1 for success");

    private final String zh;
    private final String en;

    DialectOption(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /** Whether it is among the names that are switched on for a pile. */
    public boolean isIn(Set<String> names) {
        return !names.isEmpty() && names.contains(name());
    }

    /** @throws IllegalArgumentException if a name is no option */
    public static Set<DialectOption> parse(Iterable<String> names) {
        EnumSet<DialectOption> options = EnumSet.noneOf(DialectOption.class);
        for (String name : names) {
            options.add(valueOf(name));
        }
        return options;
    }
}
