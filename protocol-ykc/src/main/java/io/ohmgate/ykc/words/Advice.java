package io.ohmgate.ykc.words;

/** What to do about a code: the driver at the gun, and whoever runs the pile. Many codes share one. */
@SuppressWarnings("ImmutableEnumChecker") // a record of two strings
public enum Advice {
    NONE(Cause.NORMAL, new Words("无需处理。", "Nothing to do."), new Words("无需处理。", "Nothing to do.")),
    TOP_UP(
            Cause.MONEY,
            new Words("请充值后重新启动。", "Top up and start again."),
            new Words("核对余额与冻结金额。", "Check balance and hold.")),
    REPLUG(
            Cause.DRIVER,
            new Words(
                    "请重新插紧充电枪后再启动；仍失败请换枪。",
                    "Plug the gun in firmly and start again; if it fails again, take another gun."),
            new Words("检查枪头与导引线路 CC1/CC2。", "Check the gun head and the control pilot CC1/CC2.")),
    EMERGENCY(
            Cause.DRIVER,
            new Words(
                    "有人按下急停；确认安全后请现场人员复位，或换桩充电。",
                    "Somebody pressed the emergency stop. Have staff release it once it is safe, or take another"
                            + " pile."),
            new Words(
                    "到场确认安全，旋转复位急停按钮；多次出现须查接线。",
                    "See that it is safe and release the button; if it comes back, check its wiring.")),
    HANDSHAKE(
            Cause.VEHICLE,
            new Words(
                    "车与桩未能正常通信：请锁车后重新插枪再试；仍失败请换桩。",
                    "Vehicle and pile did not understand each other: lock the car, plug again; if it fails again, take"
                            + " another pile."),
            new Words(
                    "同一桩多车出现查辅助电源与 CAN 线；同一车多桩出现为车辆原因。",
                    "With many cars at one pile check auxiliary power and CAN; with one car at many piles it is the"
                            + " car.")),
    VEHICLE(
            Cause.VEHICLE,
            new Words(
                    "车辆未允许充电：请检查车辆充电设置与档位后重试。",
                    "The vehicle did not allow it: check its charging settings and gear, then try again."),
            new Words("查看车辆侧报文与中止原因。", "Look at what the vehicle said and why it stopped.")),
    VEHICLE_FAULT(
            Cause.VEHICLE,
            new Words("车辆电池状态异常：请停止充电并联系车辆售后。", "The battery is not in order: stop charging and ask the car maker."),
            new Words("不要强行再次启动；保留报文供车厂分析。", "Do not force another start; keep the frames for the car maker.")),
    BATTERY_HOT(
            Cause.VEHICLE,
            new Words("电池温度过高：请静置降温后再充。", "The battery is too hot: let it cool down first."),
            new Words("同一桩多车出现时检查枪线温度传感器。", "With many cars at one pile check the cable temperature sensor.")),
    OTHER_GUN(
            Cause.DRIVER,
            new Words("该枪正在充电，请换一把枪。", "This gun is in use; take another."),
            new Words("核对枪号与订单。", "Compare gun number and order.")),
    OUT_OF_SERVICE(
            Cause.EQUIPMENT,
            new Words("该桩暂不可用，请换桩。", "This pile is out of service; take another."),
            new Words("检查网络与启用状态。", "Check network and whether it is enabled.")),
    ACCOUNT(
            Cause.DRIVER,
            new Words("请核对账户或联系客服。", "Check your account or ask customer service."),
            new Words("核对账户状态与权限。", "Check the account and its rights.")),
    PASSWORD(
            Cause.DRIVER,
            new Words("密码错误，请重新输入。", "Wrong password; type it again."),
            new Words("无需处理；频繁出现注意盗刷。", "Nothing to do; if frequent, somebody may be guessing.")),
    UNSETTLED(
            Cause.MONEY,
            new Words("有未结账记录，请先结清或联系客服。", "A charge is not settled yet; settle it or ask customer service."),
            new Words("查异常订单台，补传或结算记录。", "Look at the bench of abnormal orders.")),
    CAPACITY(
            Cause.EQUIPMENT,
            new Words("电站容量不足，请稍后再试。", "The station has no capacity left; try later."),
            new Words("检查负荷分配与变压器容量。", "Check load sharing and transformer capacity.")),
    USE_APP(
            Cause.DRIVER,
            new Words("该桩不支持刷卡，请用 App 扫码启动。", "This pile takes no cards; start by app."),
            new Words("按需开通刷卡功能。", "Switch cards on if wanted.")),
    RESTART(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words("远程重启；重启后仍出现须到场检修控制板。", "Reboot remotely; if it comes back, have the controller repaired.")),
    POWER(
            Cause.EQUIPMENT,
            new Words("桩供电异常，请换桩充电。", "The pile has no proper power; take another."),
            new Words("到场检查断路器与进线电压，查明跳闸原因再合闸。", "Check breaker and supply; close it only when the cause is known.")),
    METER(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words(
                    "检查电表供电与 RS485 通信；计量恢复前停用该枪。",
                    "Check the meter and its RS485 line; keep the gun out of service until it measures again.")),
    MODULE(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words("检查充电模块告警与输出回路，必要时更换模块。", "Check modules and output circuit; replace the module if needed.")),
    SURGE(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words("检查防雷器指示窗，失效则更换。", "Look at the arrester window; replace it if it shows red.")),
    HEAT(
            Cause.EQUIPMENT,
            new Words("桩温度过高，请换桩或稍后再试。", "The pile is too hot; take another or try later."),
            new Words("清洁滤网，检查风扇与出风口。", "Clean the filters, check fans and outlet.")),
    FAN(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words("检查风扇与调速板。", "Check fans and their board.")),
    LOCK(
            Cause.EQUIPMENT,
            new Words("请重新插枪；枪锁住拔不出请联系客服，勿强拔。", "Plug again; if the gun is locked in, ask for help and do not pull."),
            new Words("检查电子锁机构与反馈信号。", "Check the lock and its feedback.")),
    CONTACTOR(
            Cause.EQUIPMENT,
            new Words("请换桩充电。", "Take another pile."),
            new Words(
                    "断电后检查接触器与熔断器，可能粘连，修复前停用。",
                    "Switch off and check contactor and fuse; keep it out of service until repaired.")),
    INSULATION(
            Cause.EQUIPMENT,
            new Words("绝缘异常，请立即停止使用并换桩。", "Insulation is not in order: stop using it and take another pile."),
            new Words(
                    "立即停用，检测枪线与车辆侧绝缘。",
                    "Take it out of service at once; measure the insulation of cable and vehicle side.")),
    CONNECTOR(
            Cause.EQUIPMENT,
            new Words("枪头异常，请换枪充电。", "The gun head is not in order; take another."),
            new Words("检查枪头端子是否烧蚀、温度传感器是否正常。", "Check the contacts for burns and the temperature sensor.")),
    DOOR(
            Cause.EQUIPMENT,
            new Words("请勿靠近打开的柜门，换桩充电。", "Keep away from the open door; take another pile."),
            new Words("到场关闭柜门，检查门禁开关。", "Close the door and check its switch.")),
    READER(
            Cause.EQUIPMENT,
            new Words("刷卡不可用，请用 App 启动。", "Cards do not work here; start by app."),
            new Words("检查读卡器接线。", "Check the card reader.")),
    UNKNOWN(
            Cause.UNKNOWN,
            new Words("请重试；仍失败请换桩。", "Try again; if it fails again, take another pile."),
            new Words("查看报文，并向厂商核对代码含义。", "Look at the frames and ask the vendor what the code means."));

    private final Cause cause;
    private final Words driver;
    private final Words operator;

    Advice(Cause cause, Words driver, Words operator) {
        this.cause = cause;
        this.driver = driver;
        this.operator = operator;
    }

    /** Whose matter it is. */
    public Cause cause() {
        return cause;
    }

    public Words driver() {
        return driver;
    }

    public Words operator() {
        return operator;
    }
}
