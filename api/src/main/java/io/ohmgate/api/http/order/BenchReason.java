package io.ohmgate.api.http.order;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why an order or record waits for a person, in words. The names are the codes that are stored. */
enum BenchReason {
    RECORD_OVERDUE("充电已结束，交易记录逾期未到。", "The charge has ended and its record is overdue."),
    NO_RECORD_IN_TIME("24 小时内没有收到交易记录。", "No record came within 24 hours."),
    RECORD_WITHOUT_ORDER("收到交易记录，但没有对应的订单。", "A record came for which there is no order."),
    ENERGY_WITHOUT_ORDER("没有订单而充电枪在输出电能。", "The gun delivered energy without an order."),
    OTHER_CONTENT("同一流水号收到了内容不同的记录。", "Another record with the same number says something else."),
    BILLED_ALREADY("该流水号已结算。", "The number is billed already."),
    ORDER_DECIDED_ALREADY("订单已有结论。", "The order was decided already."),
    OTHER_PILE("记录来自另一台充电桩。", "The record came from another pile."),
    GUN_UNKNOWN("记录中的充电枪未登记。", "The record's gun is not registered."),
    NO_TARIFF("订单没有电价版本，无法计费。", "The order has no tariff to be priced by."),
    RECORD_INCOMPLETE("交易记录不完整。", "The record is incomplete."),
    NUMBERS_OUT_OF_BOUNDS("记录中的数值超出可能范围。", "The record's numbers are out of all bounds."),
    RECORD_NAMES_OTHER_GUN(
            "记录写的是同桩的另一把枪，已按流水号匹配。", "The record names another gun of the pile; its number was matched."),
    PILE_CLOCK_WRONG("桩的时钟不可信，已按平台时间判断。", "The pile's clock cannot be right; our own times were taken."),
    CARD_NOT_ON_PILE("离线卡充电，但该卡未下发到此桩。", "An offline charge by a card that this pile was not given."),
    CARD_NOT_TAKEN_HERE("离线卡充电，但该站点不接受此卡。", "An offline charge by a card that is not taken at this station."),
    CARD_OVER_DAILY_CAP(
            "离线卡充电超出该卡当日限额，或桩时钟不可信、无法核对。",
            "An offline charge above the card's daily cap, or of a day that the pile's clock does not tell."),
    REPLACES_DECISION("人工结算之后才收到记录。", "The record came after a person had settled the order."),
    ENERGY_OUT_OF_BOUNDS("电量超出单笔订单的可能范围。", "The energy is more than one order can be."),
    ENERGY_WITHOUT_PRICE("有电量落在订单电价没有的时段。", "There is energy at a level for which the tariff has no price."),
    ENERGY_SUM_DIFFERS("分时电量之和不等于总电量。", "The levels' energies do not add up to the total."),
    METER_DIFFERS("电表读数与电量略有出入。", "The meter moved by a little more or less than the energy."),
    METER_CONTRADICTS("电表读数与电量相差过大。", "The meter contradicts the energy."),
    METER_NOT_TOLD("桩没有上报电表读数。", "The pile tells no meter readings."),
    LOSSES_NOT_ASKED_FOR("桩计入了损耗，而电价不含损耗。", "The pile added losses that the tariff does not ask for."),
    UNIT_PRICE_DIFFERS("桩使用的单价不是订单的单价。", "The pile charges by another price than the order's."),
    LEVEL_AMOUNT_DIFFERS("分时金额不等于单价乘电量。", "A level's amount is not its price times its energy."),
    AMOUNT_SUM_DIFFERS("分时金额之和不等于总金额。", "The levels' amounts do not add up to the total."),
    TOTAL_DIFFERS("桩的金额与平台计算不一致。", "The pile's total is not ours."),
    DURATION_NOT_TOLD("记录中的时间无法读取。", "A time in the record cannot be read."),
    DURATION_IMPOSSIBLE("记录中的充电时长不可能。", "The charge cannot have taken that long."),
    POWER_IMPOSSIBLE("所记电量超过桩的额定功率所能输出。", "The pile cannot have delivered so much in the time."),
    LIVE_AMOUNT_DIFFERS("充电中上报的金额与记录不衔接。", "The last live amount does not lead to the record's."),
    TIME_OF_USE_IMPLAUSIBLE("电量所在时段与实际充电时段不符。", "The energy lies at other times than it was delivered at.");

    private static final Map<String, BenchReason> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(BenchReason::name, Function.identity()));

    private final String text;
    private final String textEn;

    BenchReason(String text, String textEn) {
        this.text = text;
        this.textEn = textEn;
    }

    /** A code in words; one that has none stands for itself. */
    static AbnormalOrderView.Reason inWords(String code) {
        BenchReason known = BY_CODE.get(code);
        return known == null
                ? new AbnormalOrderView.Reason(code, code, code)
                : new AbnormalOrderView.Reason(code, known.text, known.textEn);
    }
}
