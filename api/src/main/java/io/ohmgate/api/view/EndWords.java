package io.ohmgate.api.view;

import io.ohmgate.gateway.order.OrderEnd.EndReason;
import io.ohmgate.ykc.words.Words;

/** Why an order ended, in a sentence. A reason without one does not compile. */
public final class EndWords {
    private EndWords() {}

    public static Words of(EndReason reason) {
        return switch (reason) {
            case PILE_WENT_OFFLINE -> new Words("启动指令发出前充电桩已离线", "the pile was offline before the start could be sent");
            case REFUSED_BY_PILE -> new Words("充电桩拒绝启动", "the pile refused the start");
            case NOT_PLUGGED_IN_TIME -> new Words("在等待时间内未插枪", "nobody plugged in while the pile waited");
            case NO_START_IN_TIME -> new Words("90 秒内未开始充电", "no charge began within 90 seconds");
            case STOPPED_BEFORE_START -> new Words("充电开始前已取消", "cancelled before the charge began");
            case SEEN_IDLE -> new Words("充电桩报告空闲，充电已结束", "the pile reported idle: the charge is over");
            case STOPPED_ON_REQUEST -> new Words("按请求停止", "stopped on request");
            case NOT_CHARGING_WHEN_STOPPED ->
                new Words("要求停止时充电桩已不在充电", "it was no longer charging when asked to stop");
            case GUN_HAS_OTHER_CHARGE -> new Words("枪上出现另一笔充电", "the gun reported another charge");
            case PILE_WENT_SILENT -> new Words("充电桩失联过久", "the pile has been silent for too long");
            case RECORD_ARRIVED -> new Words("以充电桩的交易记录结束", "ended by the pile's record");
            case FULL -> new Words("电池已充满", "the battery is full");
            case LIMIT_REACHED_AT_PILE -> new Words("达到设定的电量、金额或时间", "the energy, money or time asked for was reached");
            case STOPPED_AT_PILE -> new Words("在充电桩上手动停止", "stopped by hand at the pile");
            case START_FAILED_AT_PILE -> new Words("充电桩启动失败", "the pile tried and could not start");
            case HOLD_SPENT -> new Words("冻结金额已用完", "what was held for the charge was spent");
            case UNPLUGGED -> new Words("枪被拔出或导引断开", "the gun was pulled or the control pilot cut");
            case ENDED_BY_VEHICLE -> new Words("由车辆结束", "ended by the vehicle");
            case EMERGENCY_STOP -> new Words("急停按钮被按下", "the emergency stop was pressed");
            case POWER_LOST -> new Words("充电桩断电", "the pile lost its power");
            case PILE_FAULT -> new Words("充电桩故障", "a fault of the pile ended it");
            case NO_RECORD_IN_TIME -> new Words("一天内未收到交易记录", "no record came within a day");
            case ENERGY_WITHOUT_ORDER -> new Words("没有订单却有电量输出", "energy flowed that no order asked for");
            case RECORD_WITHOUT_ORDER -> new Words("收到没有订单的交易记录", "a record came without an order");
        };
    }
}
