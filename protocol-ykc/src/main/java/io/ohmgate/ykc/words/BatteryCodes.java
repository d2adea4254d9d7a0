package io.ohmgate.ykc.words;

import java.util.List;

/** What battery and charger hold against each other. */
final class BatteryCodes {
    private BatteryCodes() {}

    static final List<CodeWord> ERRORS = List.of(
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x00,
                    "BMS 侧：接收 SPN2560=0x00 充电机辨识报文超时",
                    "seen by the BMS: charger recognition with SPN2560=0x00 (CRM) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x02,
                    "BMS 侧：接收 SPN2560=0xAA 充电机辨识报文超时",
                    "seen by the BMS: charger recognition with SPN2560=0xAA (CRM) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x08,
                    "BMS 侧：接收充电机时间同步和最大输出能力报文超时",
                    "seen by the BMS: charger time and output ability (CTS/CML) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x0A,
                    "BMS 侧：接收充电机完成充电准备报文超时",
                    "seen by the BMS: charger ready (CRO) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x10,
                    "BMS 侧：接收充电机充电状态报文超时",
                    "seen by the BMS: charger status (CCS) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x12,
                    "BMS 侧：接收充电机中止充电报文超时",
                    "seen by the BMS: charger stop (CST) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x18,
                    "BMS 侧：接收充电机充电统计报文超时",
                    "seen by the BMS: charger statistics (CSD) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x1A, "BMS 侧：其他", "seen by the BMS: other", Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x1C, "BMS 侧：其他", "seen by the BMS: other", Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x1E, "BMS 侧：其他", "seen by the BMS: other", Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x20,
                    "充电机侧：接收 BMS 和车辆的辨识报文超时",
                    "seen by the charger: BMS and vehicle recognition (BRM) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x28,
                    "充电机侧：接收电池充电参数报文超时",
                    "seen by the charger: battery parameters (BCP) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x2A,
                    "充电机侧：接收 BMS 完成充电准备报文超时",
                    "seen by the charger: BMS ready (BRO) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x30,
                    "充电机侧：接收电池充电总状态报文超时",
                    "seen by the charger: battery status (BCS) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x32,
                    "充电机侧：接收电池充电要求报文超时",
                    "seen by the charger: battery demand (BCL) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x34,
                    "充电机侧：接收 BMS 中止充电报文超时",
                    "seen by the charger: BMS stop (BST) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(
                    CodeList.BMS_ERROR,
                    0x38,
                    "充电机侧：接收 BMS 充电统计报文超时",
                    "seen by the charger: BMS statistics (BSD) timeout",
                    Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x3A, "充电机侧：其他", "seen by the charger: other", Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x3C, "充电机侧：其他", "seen by the charger: other", Advice.HANDSHAKE),
            CodeWord.of(CodeList.BMS_ERROR, 0x3E, "充电机侧：其他", "seen by the charger: other", Advice.HANDSHAKE));

    static final List<CodeWord> VEHICLE = List.of(
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x00,
                    "车辆中止：达到所需 SOC 目标值",
                    "vehicle stopped: target SOC reached",
                    Advice.NONE),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x02,
                    "车辆中止：达到总电压设定值",
                    "vehicle stopped: total voltage reached",
                    Advice.NONE),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x04,
                    "车辆中止：达到单体电压设定值",
                    "vehicle stopped: cell voltage reached",
                    Advice.NONE),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x06,
                    "车辆中止：充电机主动中止",
                    "vehicle stopped: because the charger did",
                    Advice.NONE),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x10,
                    "车辆中止：绝缘故障",
                    "vehicle stopped: insulation fault",
                    Advice.INSULATION),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x12,
                    "车辆中止：输出连接器过温",
                    "vehicle stopped: output connector over-temperature",
                    Advice.CONNECTOR),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x14,
                    "车辆中止：BMS 元件或输出连接器过温",
                    "vehicle stopped: BMS element or output connector over-temperature",
                    Advice.BATTERY_HOT),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x16,
                    "车辆中止：充电连接器故障",
                    "vehicle stopped: charging connector fault",
                    Advice.CONNECTOR),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x18,
                    "车辆中止：电池组温度过高",
                    "vehicle stopped: battery pack over-temperature",
                    Advice.BATTERY_HOT),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x1A,
                    "车辆中止：高压继电器故障",
                    "vehicle stopped: high-voltage relay fault",
                    Advice.VEHICLE_FAULT),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x1C,
                    "车辆中止：检测点 2 电压检测故障",
                    "vehicle stopped: voltage detection at point 2",
                    Advice.CONNECTOR),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED, 0x1E, "车辆中止：其他故障", "vehicle stopped: other fault", Advice.VEHICLE_FAULT),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED, 0x20, "车辆中止：电流过大", "vehicle stopped: over-current", Advice.VEHICLE_FAULT),
            CodeWord.of(
                    CodeList.VEHICLE_STOPPED,
                    0x22,
                    "车辆中止：电压异常",
                    "vehicle stopped: abnormal voltage",
                    Advice.VEHICLE_FAULT));

    static final List<CodeWord> CHARGER = List.of(
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x00,
                    "充电机中止：达到充电机设定的条件",
                    "charger stopped: condition set at the charger reached",
                    Advice.NONE),
            CodeWord.of(CodeList.CHARGER_STOPPED, 0x02, "充电机中止：人工中止", "charger stopped: by a person", Advice.NONE),
            CodeWord.of(CodeList.CHARGER_STOPPED, 0x04, "充电机中止：异常中止", "charger stopped: abnormally", Advice.MODULE),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x06,
                    "充电机中止：BMS 主动中止",
                    "charger stopped: because the BMS did",
                    Advice.VEHICLE),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x10,
                    "充电机中止：充电机过温",
                    "charger stopped: charger over-temperature",
                    Advice.HEAT),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x12,
                    "充电机中止：充电连接器故障",
                    "charger stopped: charging connector fault",
                    Advice.CONNECTOR),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x14,
                    "充电机中止：充电机内部过温",
                    "charger stopped: inside over-temperature",
                    Advice.HEAT),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED,
                    0x16,
                    "充电机中止：所需电量不能传送",
                    "charger stopped: the energy asked for cannot be delivered",
                    Advice.MODULE),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED, 0x18, "充电机中止：充电机急停", "charger stopped: emergency stop", Advice.EMERGENCY),
            CodeWord.of(CodeList.CHARGER_STOPPED, 0x1A, "充电机中止：其他故障", "charger stopped: other fault", Advice.MODULE),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED, 0x20, "充电机中止：电流不匹配", "charger stopped: current mismatch", Advice.MODULE),
            CodeWord.of(
                    CodeList.CHARGER_STOPPED, 0x22, "充电机中止：电压异常", "charger stopped: abnormal voltage", Advice.MODULE));

    static final List<CodeWord> WARNINGS = List.of(
            CodeWord.of(CodeList.BATTERY_WARNING, 0x01, "单体电压过高", "cell voltage too high", Advice.VEHICLE_FAULT),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x02, "单体电压过低", "cell voltage too low", Advice.VEHICLE_FAULT),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x05, "SOC 过高", "SOC too high", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x06, "SOC 过低", "SOC too low", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x09, "充电过电流", "over-current", Advice.VEHICLE_FAULT),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x0D, "电池温度过高", "battery over-temperature", Advice.BATTERY_HOT),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x11, "绝缘状态异常", "insulation abnormal", Advice.INSULATION),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x15, "输出连接器异常", "output connector abnormal", Advice.CONNECTOR),
            CodeWord.of(CodeList.BATTERY_WARNING, 0x18, "车辆禁止充电", "charging forbidden by the vehicle", Advice.VEHICLE));

    static final List<CodeWord> TYPES = List.of(
            CodeWord.of(CodeList.BATTERY_TYPE, 0x01, "铅酸电池", "lead-acid", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x02, "镍氢电池", "nickel-hydrogen", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x03, "磷酸铁锂电池", "LiFePO4", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x04, "锰酸锂电池", "LiMn2O4", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x05, "钴酸锂电池", "LiCoO2", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x06, "三元材料电池", "ternary", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x07, "聚合物锂离子电池", "polymer Li-ion", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0x08, "钛酸锂电池", "lithium titanate", Advice.NONE),
            CodeWord.of(CodeList.BATTERY_TYPE, 0xFF, "其他电池", "other", Advice.NONE));
}
