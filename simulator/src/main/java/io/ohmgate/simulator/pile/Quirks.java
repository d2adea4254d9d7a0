package io.ohmgate.simulator.pile;

import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.simulator.pile.Quirk.BytesOfType;
import io.ohmgate.ykc.frame.CrcOrder;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/** The catalogue of what piles were seen to do, and of what a platform must survive (reference 12). */
public final class Quirks {
    // On the wire

    public static final Quirk<CrcOrder> CRC_ORDER = Quirk.choice(
            "crcOrder",
            List.of(CrcOrder.LOW_FIRST, CrcOrder.HIGH_FIRST, CrcOrder.BAD, CrcOrder.LEGACY_TABLE),
            Quirks::wordOf,
            "CRC 字节序；BAD 错误；LEGACY 为 V1.5 错表",
            "byte order of the CRC; BAD fits nothing; LEGACY is the misprinted table of V1.5");
    public static final Quirk<Integer> BAD_CRC_EVERY = Quirk.number(
            "badCrcEvery", "FRAMES", 10_000, "每 n 帧有一帧 CRC 错误", "one frame in so many has a CRC that fits nothing");
    public static final Quirk<Boolean> LENGTH_WITHOUT_PLUS_4 =
            Quirk.flag("lengthWithoutPlus4", "长度字节只计消息体", "the length byte counts the body alone");
    public static final Quirk<BytesOfType> SHORT_BODY =
            Quirk.bytesOfType("shortBody", "该类型的消息体尾部缺 n 字节", "bodies of the type lack so many bytes at the end");
    public static final Quirk<BytesOfType> LONG_BODY =
            Quirk.bytesOfType("longBody", "该类型的消息体多 n 字节", "bodies of the type have so many bytes too many");
    public static final Quirk<Integer> SPLIT_AFTER =
            Quirk.number("splitAfter", "BYTES", 255, "每帧在 n 字节后断开，间隔 20 ms", "each frame in two pieces, 20 ms apart");
    public static final Quirk<Integer> BYTE_EVERY = Quirk.number(
            "byteEvery", "MILLIS", 60_000, "每 n 毫秒只发一个字节", "one byte in so many milliseconds: a slow writer");
    public static final Quirk<Boolean> TWO_FRAMES_IN_ONE_WRITE =
            Quirk.flag("twoFramesInOneWrite", "同一时刻的帧合并发送", "the frames of one moment leave in one write");
    public static final Quirk<Boolean> BIG_ENDIAN_SEQUENCE =
            Quirk.flag("bigEndianSequence", "序列号高字节在前", "own sequence numbers high byte first");
    public static final Quirk<Boolean> OWN_SEQUENCE_IN_REPLIES =
            Quirk.flag("ownSequenceInReplies", "应答不回显序列号", "replies carry an own number instead of the echo");
    public static final Quirk<Integer> ENCRYPTED_EVERY = Quirk.number(
            "encryptedEvery", "FRAMES", 10_000, "每 n 帧有一帧加密标志为 1", "one frame in so many says that it is encrypted");
    public static final Quirk<Boolean> WEEKDAY_BITS =
            Quirk.flag("weekdayBits", "时间中填写星期位", "times carry the day of the week");
    public static final Quirk<Boolean> ZERO_TIMES =
            Quirk.flag("zeroTimes", "时间全为零（月份 0）", "times are seven zero bytes: month 0");
    public static final Quirk<Boolean> CURRENT_WITHOUT_OFFSET =
            Quirk.flag("currentWithoutOffset", "0x23 输出电流不加 400 A 偏移", "0x23 tells its current without the 400 A");

    // The connection

    public static final Quirk<Duration> SLOW_READER =
            Quirk.seconds("slowReader", "登录 n 秒后每秒只读 1 字节", "reads one byte a second, from so long after the login");
    public static final Quirk<Duration> NEVER_READS =
            Quirk.seconds("neverReads", "登录 n 秒后不再读取", "reads nothing any more, from so long after the login");
    public static final Quirk<Duration> HALF_OPEN = Quirk.seconds(
            "halfOpen", "登录 n 秒后弃用套接字（不关闭），另建连接", "leaves the socket open and unused after so long, and connects anew");
    public static final Quirk<Duration> MUTE = Quirk.seconds(
            "mute", "登录 n 秒后不再发送，连接保持", "says nothing any more, from so long after the login; the socket stays");
    public static final Quirk<Duration> DEAF =
            Quirk.seconds("deaf", "登录 n 秒后听不到平台", "hears nothing any more, from so long after the login");
    public static final Quirk<Duration> FLAP =
            Quirk.seconds("flap", "登录 n 秒后断线并立即重连", "drops the link so long after each login and is back at once");
    public static final Quirk<Duration> RECONNECT_DURING_CHARGING =
            Quirk.seconds("reconnectDuringCharging", "充电中每 n 秒断线重连", "drops the link again and again while charging");
    public static final Quirk<List<PileNo>> CLONE_OF =
            Quirk.pileNo("cloneOf", "以另一桩的编号登录", "logs in with the number of another pile");
    public static final Quirk<Integer> REPEAT_LOGIN =
            Quirk.number("repeatLogin", "TIMES", 50, "登录成功后再发 n 次登录", "says the login again so many times");
    public static final Quirk<ProtocolVersion> PROTOCOL_VERSION = Quirk.choice(
            "protocolVersion",
            List.of(
                    ProtocolVersion.V1_6,
                    ProtocolVersion.V1_4,
                    ProtocolVersion.V1_5,
                    ProtocolVersion.V1_7,
                    ProtocolVersion.V1_8),
            ProtocolVersion::word,
            "协议版本：登录字节、交易记录格式、并充；1.8 应被明确拒绝",
            "login byte, form of the record, parallel charging; 1.8 is to be refused clearly");
    public static final Quirk<Boolean> HEX_SIM =
            Quirk.flag("hexSim", "SIM 卡号含十六进制字母", "the SIM number holds hex letters");
    public static final Quirk<Duration> UNKNOWN_TYPES =
            Quirk.seconds("unknownTypes", "每 n 秒发送一个未知类型的帧", "a frame of a type that nobody knows, every so often");

    // Login, heartbeats, clock

    public static final Quirk<Boolean> HEARTBEAT_PER_PILE =
            Quirk.flag("heartbeatPerPile", "每桩一个心跳", "one heartbeat for all guns");
    public static final Quirk<Boolean> NO_HEARTBEAT = Quirk.flag("noHeartbeat", "不发心跳", "no heartbeats");
    public static final Quirk<Boolean> SKIP_VERIFY =
            Quirk.flag("skipVerify", "跳过 0x05", "asks for the model without comparing it first");
    public static final Quirk<Boolean> UPLOAD_BEFORE_VERIFY = Quirk.flag(
            "uploadBeforeVerify", "先补传记录再校验模型", "records before 0x05, as the book's text has it against its chart");
    public static final Quirk<Duration> CLOCK_OFFSET =
            Quirk.signedSeconds("clockOffset", "时钟偏差，直到 0x56 校正", "how wrong the clock is until 0x56 sets it");
    public static final Quirk<Integer> CLOCK_DRIFT = Quirk.number(
            "clockDrift", "PPM", -500_000, 500_000, 0, "时钟漂移（百万分之）", "how fast the clock goes wrong again");
    public static final Quirk<Boolean> CLOCK_1970 =
            Quirk.flag("clock1970", "上电时钟为 1970 年（报文写作 2000 年）", "the clock begins at 1970; the wire says 2000");
    public static final Quirk<Boolean> IGNORE_TIME_SYNC =
            Quirk.flag("ignoreTimeSync", "应答 0x56 但不校时", "answers 0x56 and leaves the clock as it is");

    // Starts

    public static final Quirk<Boolean> DUPLICATE_START_REPLY =
            Quirk.flag("duplicateStartReply", "0x33 重复一次", "says every 0x33 twice");
    public static final Quirk<Duration> START_REPLY_AFTER =
            Quirk.seconds("startReplyAfter", "n 秒后才应答启动", "answers a start so much later");
    public static final Quirk<Boolean> NO_START_REPLY =
            Quirk.flag("noStartReply", "启动但不发 0x33", "starts without a word of 0x33");
    public static final Quirk<Boolean> REFUSES_AND_CHARGES =
            Quirk.flag("refusesAndCharges", "0x33 拒绝，却照样充电", "refuses in 0x33 and charges all the same");
    public static final Quirk<Duration> PLUG_IN_AFTER =
            Quirk.seconds("plugInAfter", "未插枪启动 n 秒后有车插枪", "a vehicle comes so long after an unplugged start");
    public static final Quirk<Boolean> START_FAILS =
            Quirk.flag("startFails", "接受启动，握手失败（0x1B，0x59）", "accepts starts, then fails in the handshake");
    public static final Quirk<Boolean> CHARGES_UNASKED =
            Quirk.flag("chargesUnasked", "插枪即充，自编流水号", "charges whoever plugs in, under a serial of its own");
    public static final Quirk<Boolean> FORWARD_VIN =
            Quirk.flag("forwardVin", "0x31 的 VIN 不反序", "the VIN of 0x31 is not reversed");
    public static final Quirk<Boolean> LEFT_ALIGNED_CARD =
            Quirk.flag("leftAlignedCard", "物理卡号左对齐", "card numbers stand left in their field");

    // While charging

    public static final Quirk<Duration> UNPLUG_AFTER =
            Quirk.seconds("unplugAfter", "充电 n 秒后被拔枪", "the plug is pulled so long into each charge");
    public static final Quirk<Duration> REBOOT_DURING_CHARGING =
            Quirk.seconds("rebootDuringCharging", "充电 n 秒后断电重启", "loses power so long into each charge");
    public static final Quirk<Boolean> SILENT_WHILE_CHARGING =
            Quirk.flag("silentWhileCharging", "充电中不发 0x13", "no 0x13 while charging");
    public static final Quirk<Boolean> ZERO_TRADE_IN_REPORTS =
            Quirk.flag("zeroTradeInReports", "充电中 0x13 流水号为零", "0x13 names no trade while charging");
    public static final Quirk<Boolean> DECREASING_ENERGY =
            Quirk.flag("decreasingEnergy", "每隔一次 0x13 电量变小", "every other 0x13 tells half the energy");
    public static final Quirk<Boolean> SAME_SERIAL_OTHER_GUN =
            Quirk.flag("sameSerialOtherGun", "同一流水号也从另一枪上报", "the other gun reports the same trade");
    public static final Quirk<Boolean> IDLE_BEFORE_RECORD =
            Quirk.flag("idleBeforeRecord", "记录前先报两次空闲", "two idle reports before the record");
    public static final Quirk<Boolean> IGNORES_BALANCE =
            Quirk.flag("ignoresBalance", "余额用尽仍继续充电", "goes on when the balance is used up");
    public static final Quirk<Boolean> IGNORE_STOP =
            Quirk.flag("ignoreStop", "不理会 0x36", "neither answers 0x36 nor stops");
    public static final Quirk<Boolean> STOP_REPLY_ONLY =
            Quirk.flag("stopReplyOnly", "0x35 成功但不停", "says 0x35 success and goes on");
    public static final Quirk<Integer> GUN_STATUS =
            Quirk.number("gunStatus", "CODE", 255, "空闲时上报此状态码", "the status an idle gun tells, such as 9");
    public static final Quirk<Integer> STORED_REPORTS = Quirk.number(
            "storedReports",
            "COUNT",
            5_000,
            "离线时存储 0x13，登录后补传",
            "keeps 0x13 while offline and sends them after the login");

    // Records

    public static final Quirk<Boolean> NEVER_SEND_RECORD =
            Quirk.flag("neverSendRecord", "从不发送记录", "keeps records and never sends one");
    public static final Quirk<Duration> RECORD_AFTER =
            Quirk.seconds("recordAfter", "记录迟到 n 秒", "sends a record so much later");
    public static final Quirk<Integer> REPEAT_RECORD =
            Quirk.number("repeatRecord", "TIMES", 100, "每条记录多发 n 次", "sends every record so many times more, at once");
    public static final Quirk<Integer> LOSE_CONFIRMS =
            Quirk.number("loseConfirms", "TIMES", 100, "丢失前 n 个 0x40", "does not hear the first so many 0x40");
    public static final Quirk<Boolean> DELETE_ON_ANY_CONFIRM =
            Quirk.flag("deleteOnAnyConfirm", "任何 0x40 都删除记录", "takes an \"illegal record\" for a confirmation");
    public static final Quirk<Boolean> SAME_SERIAL_OTHER_CONTENT = Quirk.flag(
            "sameSerialOtherContent", "确认后以同一流水号再发不同内容", "after the confirmation the same serial with other content");
    public static final Quirk<Boolean> FIVE_RATES =
            Quirk.flag("fiveRates", "0x3B 带第五费率（174 字节）", "0x3B with a fifth rate, 174 bytes");
    public static final Quirk<Boolean> ZERO_METER = Quirk.flag("zeroMeter", "电表止起值为零", "both meter values are 0");
    public static final Quirk<Boolean> BACKWARD_METER =
            Quirk.flag("backwardMeter", "电表止值小于起值", "the meter's end lies before its start");
    public static final Quirk<Boolean> ZERO_LOSS_ENERGY =
            Quirk.flag("zeroLossEnergy", "计损电量为零", "energies with loss are 0");
    public static final Quirk<Boolean> ZERO_PRICE =
            Quirk.flag("zeroPrice", "单价与金额为零，电量全在尖段", "no prices, all energy at the first rate");
    public static final Quirk<Boolean> CONTRADICTORY_TOTALS =
            Quirk.flag("contradictoryTotals", "总电量与费率之和不符", "the totals are not the sum of the rates");
    public static final Quirk<Boolean> HUGE_VALUES =
            Quirk.flag("hugeValues", "总电量与金额为最大值", "total energy and amount are the largest of the wire");
    public static final Quirk<Boolean> WRONG_GUN_IN_RECORD =
            Quirk.flag("wrongGunInRecord", "记录写另一枪号", "the record names another gun than its serial");
    public static final Quirk<Integer> STOP_REASON =
            Quirk.number("stopReason", "CODE", 255, "所有记录写此停止原因", "the stop reason of every record");
    public static final Quirk<Integer> TRADE_FLAG =
            Quirk.number("tradeFlag", "CODE", 255, "所有记录写此交易标识", "the trade flag of every record");
    public static final Quirk<RoundingMode> AMOUNT_ROUNDING = Quirk.choice(
            "amountRounding",
            List.of(RoundingMode.HALF_UP, RoundingMode.DOWN),
            RoundingMode::name,
            "金额四舍五入或截断",
            "amounts rounded half up, or cut");

    // Operations and equipment

    public static final Quirk<Boolean> IGNORE_COMMANDS =
            Quirk.flag("ignoreCommands", "不应答运维命令", "answers no command but start and stop");
    public static final Quirk<Boolean> REFUSE_COMMANDS =
            Quirk.flag("refuseCommands", "运维命令一律失败", "refuses every command but start and stop");
    public static final Quirk<Duration> OTA_TAKES =
            Quirk.seconds("otaTakes", "升级下载时长（默认 20–60 s）", "how long a download takes; 20 to 60 s by the seed");
    public static final Quirk<Boolean> QR_RESULT_INVERTED =
            Quirk.flag("qrResultInverted", "0xF1 结果含义相反", "0xF1 says 1 for success");
    public static final Quirk<Boolean> GROUND_LOCKS =
            Quirk.flag("groundLocks", "每枪有地锁", "a ground lock stands at each gun");
    public static final Quirk<Boolean> GROUND_LOCK_STUCK =
            Quirk.flag("groundLockStuck", "地锁卡住（报警 0x55）", "ground locks do not reach their position");
    public static final Quirk<Integer> TIME_LAPSE = Quirk.number(
            "timeLapse",
            "FACTOR",
            1,
            3600,
            1,
            "电池与电量加速倍数；时钟与定时器不加速",
            "battery and energy run so many times faster; nothing else does");

    private Quirks() {}

    /** Makes sure that the catalogue is there before it is read. */
    static void load() {
        // The class is initialised by calling it.
    }

    private static String wordOf(CrcOrder order) {
        return switch (order) {
            case LOW_FIRST -> "LE";
            case HIGH_FIRST -> "BE";
            case BAD -> "BAD";
            case LEGACY_TABLE -> "LEGACY";
        };
    }
}
