package io.ohmgate.api.http.operation;

import io.ohmgate.gateway.operation.OperationReason;

/** Why an operation waits or ended, in words. */
final class ReasonTexts {
    private ReasonTexts() {}

    static String chinese(OperationReason reason) {
        return switch (reason) {
            case PILE_OFFLINE -> "桩离线，上线后自动下发。";
            case PILE_CHARGING -> "桩正在充电，空闲后自动下发。";
            case PILE_BUSY -> "桩正在处理同类命令，稍后自动重试。";
            case PILE_NOT_TRUSTED -> "桩的连接尚未达到所需的可信等级。";
            case PLATFORM_BUSY -> "平台暂时无法准备下发内容，稍后自动重试。";
            case PILE_SAID_NO -> "桩拒绝执行。";
            case NOT_ANSWERED -> "桩在规定时间内未应答，是否执行未知。";
            case WAITED_TOO_LONG -> "等待超时，命令未下发。";
            case CONNECTION_LOST -> "应答前连接中断，是否执行未知。";
            case GATEWAY_RESTARTED -> "应答前网关重启，是否执行未知。";
            case DID_NOT_COME_BACK -> "桩在 5 分钟内没有重新登录。";
            case LOCK_STUCK -> "地锁升降异常，未到位。";
            case LOCK_NOT_IN_PLACE -> "地锁未在规定时间内报告到位。";
            case PILE_NUMBER_WRONG -> "桩称编号不符，未升级。";
            case PROGRAM_DOES_NOT_FIT -> "升级程序与桩型号不符。";
            case DOWNLOAD_TIMED_OUT -> "桩下载升级程序超时。";
            case NOTHING_TO_SEND -> "没有可下发的内容（未分配电价或文件已不存在）。";
            case TAKEN_BACK -> "下发前已撤销。";
        };
    }

    static String english(OperationReason reason) {
        return switch (reason) {
            case PILE_OFFLINE -> "The pile is offline; it is sent when it comes back.";
            case PILE_CHARGING -> "The pile charges; it is sent when the pile is idle.";
            case PILE_BUSY -> "The pile is still answering a command of this kind; it is tried again.";
            case PILE_NOT_TRUSTED -> "The pile's session is not trusted enough for this.";
            case PLATFORM_BUSY -> "The platform could not prepare what is to be sent; it tries again.";
            case PILE_SAID_NO -> "The pile refused.";
            case NOT_ANSWERED -> "The pile did not answer in time; whether it did it is not known.";
            case WAITED_TOO_LONG -> "It waited too long and was never sent.";
            case CONNECTION_LOST -> "The connection ended before the answer; whether the pile did it is not known.";
            case GATEWAY_RESTARTED ->
                "The gateway was restarted before the answer; whether the pile did it is not known.";
            case DID_NOT_COME_BACK -> "The pile did not log in again within 5 minutes.";
            case LOCK_STUCK -> "The parking lock got stuck.";
            case LOCK_NOT_IN_PLACE -> "The parking lock did not report that it arrived.";
            case PILE_NUMBER_WRONG -> "The pile says the pile number is wrong; nothing was updated.";
            case PROGRAM_DOES_NOT_FIT -> "The program does not fit the pile's model.";
            case DOWNLOAD_TIMED_OUT -> "The pile could not fetch the program in time.";
            case NOTHING_TO_SEND -> "There is nothing to send: no tariff is assigned, or the file is gone.";
            case TAKEN_BACK -> "It was taken back before it was sent.";
        };
    }
}
