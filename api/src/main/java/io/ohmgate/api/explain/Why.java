package io.ohmgate.api.explain;

import io.ohmgate.gateway.order.ChargingOrder;
import io.ohmgate.gateway.order.OrderEnd;
import io.ohmgate.gateway.order.StopIntent;
import io.ohmgate.ykc.words.Advice;
import io.ohmgate.ykc.words.Cause;
import io.ohmgate.ykc.words.CodeWord;
import io.ohmgate.ykc.words.Words;
import org.jspecify.annotations.Nullable;

/** The one reason that a person is told first. The steps say the rest. */
@SuppressWarnings("ImmutableEnumChecker") // a record of two strings
public enum Why {
    STILL_RUNNING("订单仍在进行", "the order is still under way"),
    STOPPED_BY_DRIVER("车主停止充电", "the driver stopped it"),
    STOPPED_BY_STAFF("运营人员停止充电", "staff stopped it"),
    STOPPED_BY_PLATFORM("平台按规则停止充电", "the platform stopped it by a rule"),
    LIMIT_REACHED("达到车主设定的上限，自动停止", "the driver's limit was reached"),
    HOLD_SPENT("冻结金额用完，自动停止", "what was held was spent"),
    PILE_FAULT("充电桩故障导致结束", "a fault of the pile ended it"),
    EMERGENCY_STOP("急停按钮被按下", "the emergency stop was pressed"),
    ENDED_BY_VEHICLE("车辆结束充电", "the vehicle ended it"),
    ENDED_AT_PILE("在充电桩侧正常结束", "it ended at the pile, as it should"),
    START_REFUSED("充电桩拒绝启动", "the pile refused the start"),
    START_FAILED("充电桩尝试后启动失败", "the pile tried and could not start"),
    START_TIMEOUT("启动超时：90 秒内未开始充电", "the start timed out: no charge within 90 seconds"),
    NOT_PLUGGED("未在规定时间内插枪", "nobody plugged in in time"),
    PILE_OFFLINE("充电桩离线", "the pile was offline"),
    CANCELLED("充电开始前已取消", "cancelled before it began"),
    NOTHING_DELIVERED("没有输出电量，不收费", "no energy was delivered: nothing is charged"),
    RECORD_MISSING("充电已结束，但未收到交易记录", "the charge is over, but its record is missing"),
    RECORD_IN_REVIEW("交易记录待人工处理，暂不结算", "the record waits for a person; it is not settled"),
    ENDED_OTHERWISE("以充电桩的交易记录结束", "ended by the pile's record");

    private final Words words;

    Why(String zh, String en) {
        this.words = new Words(zh, en);
    }

    public Words words() {
        return words;
    }

    /**
     * Pure: from the order as it stands, what its record says and what was billed.
     *
     * @param stopReason what the record names, or the end of the order; null if nothing was told
     * @param zeroBill whether a bill is there and is about no energy
     */
    static Why of(ChargingOrder order, @Nullable CodeWord stopReason, boolean zeroBill) {
        return switch (order.state()) {
            case CREATED, START_SENT, START_ACKED, CHARGING, STOPPING -> STILL_RUNNING;
            case AWAITING_RECORD, NEEDS_PERSON -> RECORD_MISSING;
            case IN_REVIEW -> RECORD_IN_REVIEW;
            case START_FAILED -> failedStart(order.end());
            case SETTLED -> settled(order, stopReason, zeroBill);
        };
    }

    private static Why failedStart(@Nullable OrderEnd end) {
        if (end == null) {
            return START_TIMEOUT;
        }
        return switch (end.reason()) {
            case REFUSED_BY_PILE -> START_REFUSED;
            case START_FAILED_AT_PILE -> START_FAILED;
            case NOT_PLUGGED_IN_TIME -> NOT_PLUGGED;
            case PILE_WENT_OFFLINE, PILE_WENT_SILENT -> PILE_OFFLINE;
            case STOPPED_BEFORE_START -> CANCELLED;
            case NO_START_IN_TIME -> START_TIMEOUT;
            // A record came and says that nothing flowed.
            default -> NOTHING_DELIVERED;
        };
    }

    private static Why settled(ChargingOrder order, @Nullable CodeWord stopReason, boolean zeroBill) {
        if (zeroBill) {
            return NOTHING_DELIVERED;
        }
        StopIntent stop = order.stop();
        if (stop != null) {
            return switch (stop.cause()) {
                case DRIVER -> STOPPED_BY_DRIVER;
                case STAFF -> STOPPED_BY_STAFF;
                case LIMIT_REACHED -> LIMIT_REACHED;
                case HOLD_NEARLY_SPENT -> HOLD_SPENT;
                case CHARGED_TOO_LONG, STARTED_TOO_LATE, SERIAL_ON_OTHER_GUN, OTHER_GUN_STOPPED, ANSWERED_TOO_LATE ->
                    STOPPED_BY_PLATFORM;
            };
        }
        if (stopReason == null) {
            return ENDED_OTHERWISE;
        }
        return stopReason.advice() == Advice.EMERGENCY
                ? EMERGENCY_STOP
                : byCause(stopReason.advice().cause());
    }

    private static Why byCause(Cause cause) {
        return switch (cause) {
            case NORMAL, DRIVER -> ENDED_AT_PILE;
            case MONEY -> HOLD_SPENT;
            case VEHICLE -> ENDED_BY_VEHICLE;
            case EQUIPMENT -> PILE_FAULT;
            case UNKNOWN -> ENDED_OTHERWISE;
        };
    }
}
