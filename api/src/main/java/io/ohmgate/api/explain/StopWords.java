package io.ohmgate.api.explain;

import io.ohmgate.gateway.order.OrderTimer;
import io.ohmgate.gateway.order.StopCause;
import io.ohmgate.ykc.words.Words;

/** Why a stop was asked for and what a timer's firing means. A new one without words does not compile. */
final class StopWords {
    private StopWords() {}

    static Words of(StopCause cause) {
        return switch (cause) {
            case DRIVER -> new Words("车主停止", "by the driver");
            case STAFF -> new Words("运营人员停止", "by staff");
            case LIMIT_REACHED -> new Words("达到车主设定的上限", "the driver's limit is reached");
            case HOLD_NEARLY_SPENT -> new Words("冻结金额即将用完", "what is held is nearly spent");
            case CHARGED_TOO_LONG -> new Words("充电时间过长", "no charge is this long");
            case STARTED_TOO_LATE -> new Words("桩在超时后才开始充电", "the pile started after the deadline");
            case SERIAL_ON_OTHER_GUN -> new Words("同一交易号出现在另一把枪", "the trade number appeared on another gun");
            case OTHER_GUN_STOPPED -> new Words("并充的另一把枪已停止", "the other gun of a parallel charge stopped");
            case ANSWERED_TOO_LATE -> new Words("已答复不可启动后订单才建立", "the pile had been told no before the order was open");
        };
    }

    static Words of(OrderTimer.Kind kind) {
        return switch (kind) {
            case PLUG_GRACE -> new Words("等待插枪超时", "the time to plug in is over");
            case START_DEADLINE -> new Words("90 秒内没有开始充电", "no charge began within 90 seconds");
            case CHARGE_LIMIT -> new Words("达到充电时长上限", "the longest time to charge is over");
            case STOP_RESEND -> new Words("重发停止指令", "the stop is sent again");
            case STOP_ALARM -> new Words("停止 60 秒未被证实，已告警", "the stop is unconfirmed for 60 s: an alarm");
            case RECORD_DUE -> new Words("交易记录 30 秒内未到", "the record did not come within 30 seconds");
            case RECORD_GIVE_UP -> new Words("24 小时未收到交易记录，转人工", "no record within 24 hours: a person must decide");
        };
    }
}
