package io.ohmgate.ykc.words;

import io.ohmgate.ykc.message.FrameType;

/** The names of the frames. */
public final class FrameWords {
    private FrameWords() {}

    /** A type without a name does not compile. */
    public static Words of(FrameType type) {
        return switch (type) {
            case LOGIN -> new Words("充电桩登录认证", "login");
            case LOGIN_ACK -> new Words("登录认证应答", "login answer");
            case HEARTBEAT -> new Words("充电桩心跳包", "heartbeat");
            case HEARTBEAT_ACK -> new Words("心跳包应答", "heartbeat answer");
            case BILLING_VERIFY -> new Words("计费模型验证请求", "tariff check");
            case BILLING_VERIFY_ACK -> new Words("计费模型验证请求应答", "tariff check answer");
            case BILLING_REQUEST -> new Words("充电桩计费模型请求", "tariff request");
            case BILLING_REPLY -> new Words("计费模型请求应答", "tariff");
            case READ_REALTIME -> new Words("读取实时监测数据", "read live data");
            case REALTIME -> new Words("上传实时监测数据", "live data");
            case BMS_HANDSHAKE -> new Words("充电握手", "battery handshake");
            case BMS_PARAMS -> new Words("参数配置", "battery and charger limits");
            case CHARGE_END -> new Words("充电结束", "end of charge statistics");
            case BMS_ERROR -> new Words("错误报文", "battery or charger error");
            case BMS_ABORT -> new Words("充电阶段 BMS 中止", "stopped by the vehicle");
            case CHARGER_ABORT -> new Words("充电阶段充电机中止", "stopped by the charger");
            case BMS_DEMAND -> new Words("充电过程 BMS 需求与充电机输出", "battery demand and charger output");
            case BMS_INFO -> new Words("充电过程 BMS 信息", "battery state");
            case PILE_START_REQUEST -> new Words("充电桩主动申请启动充电", "start asked for at the pile");
            case PILE_START_REPLY -> new Words("运营平台确认启动充电", "answer to a start at the pile");
            case REMOTE_START_REPLY -> new Words("远程启机命令回复", "answer to a remote start");
            case REMOTE_START -> new Words("运营平台远程控制启机", "remote start");
            case REMOTE_STOP_REPLY -> new Words("远程停机命令回复", "answer to a remote stop");
            case REMOTE_STOP -> new Words("运营平台远程停机", "remote stop");
            case TRADE_RECORD -> new Words("交易记录", "record of a charge");
            case TRADE_RECORD_V17 -> new Words("交易记录（V1.7）", "record of a charge (V1.7)");
            case TRADE_RECORD_V14 -> new Words("交易记录（V1.4）", "record of a charge (V1.4)");
            case TRADE_CONFIRM -> new Words("交易记录确认", "record confirmed");
            case BALANCE_UPDATE_REPLY -> new Words("余额更新应答", "balance answer");
            case BALANCE_UPDATE -> new Words("远程账户余额更新", "balance update");
            case CARD_SYNC_REPLY -> new Words("离线卡数据同步应答", "offline cards answer");
            case CARD_SYNC -> new Words("离线卡数据同步", "offline cards");
            case CARD_CLEAR_REPLY -> new Words("离线卡数据清除应答", "offline cards cleared");
            case CARD_CLEAR -> new Words("离线卡数据清除", "clear offline cards");
            case CARD_QUERY_REPLY -> new Words("离线卡数据查询应答", "offline cards found");
            case CARD_QUERY -> new Words("离线卡数据查询", "query offline cards");
            case WORK_PARAM_REPLY -> new Words("充电桩工作参数设置应答", "work parameters answer");
            case WORK_PARAM -> new Words("充电桩工作参数设置", "work parameters");
            case TIME_SYNC_REPLY -> new Words("对时设置应答", "clock answer");
            case TIME_SYNC -> new Words("对时设置", "set clock");
            case BILLING_SET_REPLY -> new Words("计费模型应答", "tariff push answer");
            case BILLING_SET -> new Words("计费模型设置", "tariff push");
            case GROUND_LOCK_REPORT -> new Words("地锁数据上送", "ground lock report");
            case GROUND_LOCK_COMMAND -> new Words("遥控地锁升锁与降锁命令", "ground lock command");
            case GROUND_LOCK_REPLY -> new Words("地锁控制应答", "ground lock answer");
            case REBOOT_REPLY -> new Words("远程重启应答", "reboot answer");
            case REBOOT -> new Words("远程重启", "reboot");
            case OTA_REPLY -> new Words("远程更新应答", "firmware update result");
            case OTA -> new Words("远程更新", "firmware update");
            case GUN_QR_CODE_REPLY -> new Words("二维码下发应答", "QR code answer");
            case PILELESS_GUN_QR_CODE -> new Words("单枪二维码下发（无桩编号）", "QR code of a gun (no pile number)");
            case GUN_QR_CODE -> new Words("单枪二维码下发", "QR code of a gun");
            case PARALLEL_REQUEST -> new Words("充电桩主动申请并充充电", "parallel start asked for at the pile");
            case PARALLEL_CONFIRM -> new Words("运营平台确认并充启动充电", "answer to a parallel start at the pile");
            case PARALLEL_START_REPLY -> new Words("远程并充启机命令回复", "answer to a parallel start");
            case PARALLEL_START -> new Words("运营平台远程控制并充启机", "parallel remote start");
            case QR_PREFIX -> new Words("二维码前缀下发", "QR code prefix");
            case QR_PREFIX_REPLY -> new Words("二维码前缀应答", "QR code prefix answer");
        };
    }
}
