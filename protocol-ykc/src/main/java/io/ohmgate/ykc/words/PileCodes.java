package io.ohmgate.ykc.words;

import java.util.List;

/** What a pile reports of itself and why it says no. */
final class PileCodes {
    private PileCodes() {}

    static final List<CodeWord> FAULTS = List.of(
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0001, "急停按钮动作", "emergency stop pressed", Advice.EMERGENCY),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0002, "无可用整流模块", "no rectifier module available", Advice.MODULE),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0004, "出风口温度过高", "air outlet too hot", Advice.HEAT),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0008, "交流防雷故障", "AC surge protection fault", Advice.SURGE),
            CodeWord.of(
                    CodeList.HARDWARE_FAULT,
                    0x0010,
                    "交直流模块 DC20 通信中断",
                    "AC/DC module DC20 communication lost",
                    Advice.MODULE),
            CodeWord.of(
                    CodeList.HARDWARE_FAULT,
                    0x0020,
                    "绝缘检测模块 FC08 通信中断",
                    "insulation detection module FC08 communication lost",
                    Advice.INSULATION),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0040, "电度表通信中断", "energy meter communication lost", Advice.METER),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0080, "读卡器通信中断", "card reader communication lost", Advice.READER),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0100, "RC10 通信中断", "RC10 communication lost", Advice.RESTART),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0200, "风扇调速板故障", "fan speed board fault", Advice.FAN),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0400, "直流熔断器故障", "DC fuse fault", Advice.CONTACTOR),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x0800, "高压接触器故障", "high-voltage contactor fault", Advice.CONTACTOR),
            CodeWord.of(CodeList.HARDWARE_FAULT, 0x1000, "门打开", "door open", Advice.DOOR));

    static final List<CodeWord> AUTH = List.of(
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x00, "无", "none", Advice.NONE),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x01, "账户不存在", "account does not exist", Advice.ACCOUNT),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x02, "账户冻结", "account frozen", Advice.ACCOUNT),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x03, "账户余额不足", "insufficient balance", Advice.TOP_UP),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x04, "该卡存在未结账记录", "card has an unsettled record", Advice.UNSETTLED),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x05, "桩停用", "pile out of service", Advice.OUT_OF_SERVICE),
            CodeWord.of(
                    CodeList.AUTH_REFUSAL, 0x06, "该账户不能在此桩上充电", "account may not charge at this pile", Advice.ACCOUNT),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x07, "密码错误", "wrong password", Advice.PASSWORD),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x08, "电站电容不足", "station capacity insufficient", Advice.CAPACITY),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x09, "系统中 VIN 码不存在", "VIN unknown", Advice.ACCOUNT),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x0A, "该桩存在未结账记录", "pile has an unsettled record", Advice.UNSETTLED),
            CodeWord.of(CodeList.AUTH_REFUSAL, 0x0B, "该桩不支持刷卡", "pile does not support cards", Advice.USE_APP));

    static final List<CodeWord> START = List.of(
            CodeWord.of(CodeList.START_REFUSAL, 0x00, "无", "none", Advice.NONE),
            CodeWord.of(CodeList.START_REFUSAL, 0x01, "设备编号不匹配", "pile number mismatch", Advice.RESTART),
            CodeWord.of(CodeList.START_REFUSAL, 0x02, "枪已在充电", "gun already charging", Advice.OTHER_GUN),
            CodeWord.of(CodeList.START_REFUSAL, 0x03, "设备故障", "pile fault", Advice.RESTART),
            CodeWord.of(CodeList.START_REFUSAL, 0x04, "设备离线", "pile offline", Advice.OUT_OF_SERVICE),
            CodeWord.of(CodeList.START_REFUSAL, 0x05, "未插枪", "gun not plugged", Advice.REPLUG));

    static final List<CodeWord> STOP = List.of(
            CodeWord.of(CodeList.STOP_REFUSAL, 0x00, "无", "none", Advice.NONE),
            CodeWord.of(CodeList.STOP_REFUSAL, 0x01, "设备编号不匹配", "pile number mismatch", Advice.RESTART),
            CodeWord.of(CodeList.STOP_REFUSAL, 0x02, "枪未处于充电状态", "gun not charging", Advice.NONE),
            CodeWord.of(CodeList.STOP_REFUSAL, 0x03, "其他", "other", Advice.RESTART));
}
