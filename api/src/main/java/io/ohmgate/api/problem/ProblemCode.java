package io.ohmgate.api.problem;

import org.springframework.http.HttpStatus;

/**
 * Every error a client can meet: a stable code, its HTTP status, what is wrong and what to do next, Chinese first.
 * docs/errors.md is the same table; a test keeps the two equal.
 */
public enum ProblemCode {
    BAD_JSON(
            HttpStatus.BAD_REQUEST,
            "请求格式错误",
            "请求正文不是合法的 JSON，或字段类型不符。",
            "The body is not valid JSON, or a field has the wrong type.",
            "请按接口文档修改请求正文。",
            "Correct the body according to the API documentation."),
    UNKNOWN_PROPERTY(
            HttpStatus.BAD_REQUEST,
            "存在未知字段",
            "请求正文包含接口未定义的字段。",
            "The body has a property that this operation does not know.",
            "请删除该字段后重试。",
            "Remove the property and try again."),
    INVALID_REQUEST(
            HttpStatus.BAD_REQUEST,
            "参数不合法",
            "一个或多个字段的值不合法，详见 errors。",
            "One or more values are not acceptable; see errors.",
            "请修改所列字段后重试。",
            "Correct the fields listed and try again."),
    BODY_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE,
            "请求正文过大",
            "请求正文超过允许的大小。",
            "The body is larger than allowed.",
            "请减小请求正文或分批提交。",
            "Send less, or send it in parts."),
    NOT_FOUND(
            HttpStatus.NOT_FOUND,
            "未找到",
            "所请求的内容不存在，或您无权查看。",
            "There is no such thing here, or it is not yours to see.",
            "请检查地址或编号。",
            "Check the address or the id."),
    METHOD_NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED,
            "不支持该请求方法",
            "该地址不支持此请求方法，允许的方法见 Allow 响应头。",
            "This address does not take that method; the Allow header lists those it takes.",
            "请改用 Allow 响应头所列的方法。",
            "Use a method listed in the Allow header."),
    NOT_ACCEPTABLE(
            HttpStatus.NOT_ACCEPTABLE,
            "无法提供所需格式",
            "无法以 Accept 所要求的格式返回内容。",
            "The answer cannot be given in the format that Accept asks for.",
            "请接受 application/json。",
            "Accept application/json."),
    MEDIA_TYPE_NOT_SUPPORTED(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "不支持的内容类型",
            "该接口不接受此 Content-Type。",
            "This operation does not take that Content-Type.",
            "请按接口文档设置 Content-Type。",
            "Set the Content-Type that the API documentation names."),
    CONFLICT(
            HttpStatus.CONFLICT,
            "数据冲突",
            "数据已被他人修改或已存在。",
            "Somebody else changed it meanwhile, or it exists already.",
            "请刷新后重试。",
            "Reload and try again."),
    OVERLOADED(
            HttpStatus.SERVICE_UNAVAILABLE,
            "系统繁忙",
            "系统正忙，暂时无法处理该请求。",
            "The system is busy and cannot take this request now.",
            "请稍后重试。",
            "Try again shortly."),
    TOO_MANY_REQUESTS(
            HttpStatus.TOO_MANY_REQUESTS,
            "请求过于频繁",
            "该地址的请求过于频繁，本次未执行任何操作。",
            "Too many requests come from this address; nothing was done.",
            "请在 Retry-After 所示时间后重试。",
            "Try again after the time in Retry-After."),
    STARTS_PAUSED(
            HttpStatus.SERVICE_UNAVAILABLE,
            "暂停启动充电",
            "系统正忙，暂不接受新的充电启动；正在进行的充电和停止充电不受影响。未下发任何指令，也未冻结金额。",
            "The system is busy and takes no new starts now; running charges and stops are not affected. Nothing was"
                    + " sent and no money is held.",
            "请在 Retry-After 所示时间后用同一 Idempotency-Key 重试。",
            "Try again after the time in Retry-After with the same Idempotency-Key."),
    DATABASE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "数据服务暂不可用",
            "数据库没有及时响应，操作结果未知。",
            "The database did not answer in time; whether it was done is not known.",
            "请稍后用同一 Idempotency-Key 重试。",
            "Try again shortly with the same Idempotency-Key."),
    NODE_UNREACHABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "充电桩所在节点暂不可达",
            "连接该充电桩的节点没有及时响应，操作结果未知。",
            "The node that holds the pile did not answer in time; whether it was done is not known.",
            "请稍后用同一 Idempotency-Key 重试。",
            "Try again shortly with the same Idempotency-Key."),
    INTERNAL_ERROR(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "系统内部错误",
            "系统出现未预料的错误，已记录。",
            "Something unexpected went wrong; it has been recorded.",
            "请稍后重试；若仍失败，请提供 requestId 联系客服。",
            "Try again; if it fails again, give support the requestId."),

    UNAUTHENTICATED(
            HttpStatus.UNAUTHORIZED,
            "尚未登录",
            "缺少有效的访问令牌，或令牌已过期、已被吊销。",
            "There is no valid access token, or it has expired or was revoked.",
            "请重新登录。",
            "Log in again."),
    FORBIDDEN(
            HttpStatus.FORBIDDEN,
            "无权操作",
            "您的角色不能执行此操作。",
            "Your role may not do this.",
            "请联系管理员授权。",
            "Ask an administrator for permission."),
    LOGIN_FAILED(
            HttpStatus.UNAUTHORIZED,
            "登录失败",
            "用户名或密码不正确。",
            "The user name or the password is not right.",
            "请检查后重试。",
            "Check both and try again."),
    LOGIN_LOCKED(
            HttpStatus.TOO_MANY_REQUESTS,
            "登录尝试过多",
            "登录失败次数过多，已暂时锁定。",
            "There were too many failed logins; logging in is locked for a while.",
            "请在 Retry-After 所示时间后重试。",
            "Try again after the time in Retry-After."),
    PHONE_INVALID(
            HttpStatus.BAD_REQUEST,
            "手机号不正确",
            "这不是有效的手机号。",
            "This is not a valid mobile number.",
            "请填写 11 位大陆手机号。",
            "Give an 11-digit mobile number of mainland China."),
    SMS_TOO_SOON(
            HttpStatus.TOO_MANY_REQUESTS,
            "验证码发送过于频繁",
            "同一手机号 60 秒内只能发送一次验证码。",
            "A number gets one code in 60 seconds.",
            "请稍候再获取验证码。",
            "Wait a little before asking for another code."),
    SMS_LIMIT_REACHED(
            HttpStatus.TOO_MANY_REQUESTS,
            "验证码发送次数已达上限",
            "验证码的发送次数已达上限。",
            "The limit of codes sent has been reached.",
            "请明日再试或联系客服。",
            "Try again tomorrow or contact support."),
    SMS_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "短信服务暂不可用",
            "短信暂时无法发送。",
            "Text messages cannot be sent at the moment.",
            "请稍后重试。",
            "Try again shortly."),
    SMS_CODE_WRONG(
            HttpStatus.UNAUTHORIZED,
            "验证码无效",
            "验证码不正确、已使用、已过期，或错误次数过多。",
            "The code is wrong, used, expired, or was guessed at too often.",
            "请检查验证码，或重新获取。",
            "Check the code, or ask for a new one."),

    IDEMPOTENCY_KEY_MISSING(
            HttpStatus.BAD_REQUEST,
            "缺少幂等键",
            "该操作必须携带 Idempotency-Key 请求头。",
            "This operation needs an Idempotency-Key header.",
            "请为每次用户操作生成一个随机键，重试时沿用。",
            "Make one random key per user action and keep it when you retry."),
    IDEMPOTENCY_KEY_INVALID(
            HttpStatus.BAD_REQUEST,
            "幂等键格式错误",
            "Idempotency-Key 须为 8 至 128 个可见 ASCII 字符。",
            "An Idempotency-Key has 8 to 128 visible ASCII characters.",
            "请使用 UUID 等随机值。",
            "Use a random value such as a UUID."),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "幂等键被用于不同请求",
            "此 Idempotency-Key 已用于另一个内容不同的请求，本次未执行任何操作。",
            "This Idempotency-Key was used for a different request; nothing was done.",
            "请为新的操作使用新的键。",
            "Use a new key for a new action."),
    IDEMPOTENCY_KEY_IN_USE(
            HttpStatus.CONFLICT,
            "请求正在处理",
            "携带相同 Idempotency-Key 的请求仍在处理。",
            "A request with this Idempotency-Key is still being worked on.",
            "请稍候用同一键重试以取得结果。",
            "Retry with the same key in a moment to get its answer."),

    STATION_CODE_TAKEN(
            HttpStatus.CONFLICT,
            "场站编号已存在",
            "已有使用该编号的场站。",
            "There is a station with this code already.",
            "请换用其他编号。",
            "Use another code."),
    STATION_CODE_UNKNOWN(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "场站不存在",
            "没有使用该编号的场站。",
            "There is no station with this code.",
            "请先建立场站，或检查编号。",
            "Create the station first, or check the code."),
    PILE_NO_TAKEN(
            HttpStatus.CONFLICT,
            "桩编号已存在",
            "该桩编号已登记。",
            "This pile number is registered already.",
            "请检查桩编号。",
            "Check the pile number."),
    TARIFF_NAME_TAKEN(
            HttpStatus.CONFLICT,
            "电价名称已存在",
            "已有使用该名称的电价。",
            "There is a tariff of this name already.",
            "请换用其他名称，或为原电价发布新版本。",
            "Use another name, or publish a new version of that tariff."),
    TARIFF_NUMBERS_USED_UP(
            HttpStatus.CONFLICT,
            "电价版本号已用尽",
            "已发布 9999 个电价版本，无法再向桩下发新版本。",
            "9,999 versions were published; piles cannot be told of another one.",
            "请联系技术支持。",
            "Contact support."),
    TARIFF_LEVEL_WITHOUT_PRICE(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "档位缺少价格",
            "时段引用了未设置价格的档位。",
            "A period names a level that has no price.",
            "请为该档位设置价格。",
            "Give the level a price."),
    CREDIT_KEY_REUSED(
            HttpStatus.CONFLICT,
            "入账键已被使用",
            "该键已为其他金额或其他车主入账，本次未入账。",
            "This key has booked another amount or another driver; nothing was booked.",
            "请为新的入账使用新的 Idempotency-Key。",
            "Use a new Idempotency-Key for a new credit."),
    TARIFF_GAP(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "时段不完整",
            "全天 24 小时中有时段未设置价格。",
            "Some part of the 24 hours has no price.",
            "请补齐所缺时段。",
            "Fill the missing part."),
    TARIFF_OVERLAP(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "时段重叠",
            "同一时刻设置了多个价格。",
            "Some part of the day has more than one price.",
            "请调整时段使其互不重叠。",
            "Change the periods so that they do not overlap."),
    TARIFF_BOUNDARY(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "时段边界不合法",
            "时段须以整点或半点为界，且起点早于终点（终点可为 24:00）。",
            "A period begins and ends on a half hour, and begins before it ends (the end may be 24:00).",
            "请改为半小时的整数倍。",
            "Use whole half hours."),
    TARIFF_TOO_MANY_PRICES(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "价格档位过多",
            "一份电价最多有四组（电费、服务费）单价，桩只能保存四组。",
            "A tariff has at most four pairs of electricity and service price; a pile holds no more.",
            "请合并价格档位。",
            "Merge some of the prices."),
    TARIFF_PRICE_OUT_OF_RANGE(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "单价超出范围",
            "单价须在允许范围内（单位 0.00001 元/千瓦时）。",
            "A price must be within the allowed range (unit 0.00001 yuan per kWh).",
            "请检查单价及其单位。",
            "Check the price and its unit."),
    CSV_UNREADABLE(
            HttpStatus.BAD_REQUEST,
            "CSV 无法读取",
            "文件不是 UTF-8 编码的合法 CSV。",
            "The file is not valid CSV in UTF-8.",
            "请另存为 UTF-8 编码的 CSV 后重试。",
            "Save it as CSV in UTF-8 and try again."),

    OPERATION_OPEN(
            HttpStatus.CONFLICT,
            "同类操作尚未结束",
            "该桩（枪）已有同类操作正在等待或执行，编号见 errors。",
            "An operation of this kind is still open at the pile or gun; errors names it.",
            "请等待其结束，或先撤销尚未下发的操作。",
            "Wait for its end, or take it back if it was not sent yet."),
    OPERATION_ALREADY_SENT(
            HttpStatus.CONFLICT,
            "操作无法撤销",
            "该操作已下发或已结束，无法撤销。",
            "The operation was sent already or is over; it cannot be taken back.",
            "请查看其结果。",
            "Look at what became of it."),
    PILE_CHARGING(
            HttpStatus.CONFLICT,
            "充电桩正在充电",
            "立即执行会中断正在进行的充电。",
            "Doing it at once would end a running charge.",
            "请改为空闲时执行，或明确确认中断充电。",
            "Do it when the pile is idle, or say so with evenIfCharging."),
    FIRMWARE_VERSION_TAKEN(
            HttpStatus.CONFLICT,
            "固件版本已存在",
            "已上传过同名同版本的固件。",
            "This version of the program was uploaded already.",
            "请使用已有文件，或更换版本号。",
            "Use the file there is, or another version."),
    FIRMWARE_NOT_SERVED(
            HttpStatus.CONFLICT,
            "未配置固件服务器",
            "尚未配置桩可访问的固件服务器地址（ohmgate.firmware.host）。",
            "No address is configured at which piles could fetch a program (ohmgate.firmware.host).",
            "请由管理员配置后重试。",
            "Have it configured, then try again."),
    CAMPAIGN_WITHOUT_PILES(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "没有符合条件的桩",
            "没有已启用、类型与功率相符且尚未使用该版本的桩。",
            "No enabled pile of this kind and power is without this version.",
            "请检查筛选条件。",
            "Check the filter."),
    CAMPAIGN_SAME_PERSON(
            HttpStatus.FORBIDDEN,
            "不能审批自己创建的批次",
            "升级批次须由创建人以外的人员审批。",
            "A rollout is approved by somebody else than whoever planned it.",
            "请由另一名有权限的人员审批。",
            "Have another member of staff approve it."),
    CAMPAIGN_STATE(
            HttpStatus.CONFLICT,
            "批次状态不允许该操作",
            "升级批次当前的状态不允许此操作。",
            "The rollout cannot do this in its present state.",
            "请刷新后查看批次状态。",
            "Reload it and look at its state."),
    QR_NOT_OURS(
            HttpStatus.NOT_FOUND,
            "不是本平台的二维码",
            "该二维码或编号不属于本平台的充电枪。",
            "This code does not belong to a gun of this platform.",
            "请核对桩身编号，或使用该桩运营商的应用扫码。",
            "Check the number on the pile, or scan it with the app of its operator."),
    QR_NOT_IN_SERVICE(
            HttpStatus.CONFLICT,
            "充电桩未投入使用",
            "该充电桩已停用，或所在场站未营业。",
            "The pile is out of service, or its station is closed.",
            "请选择其他充电桩。",
            "Choose another pile."),
    QR_MASK_NAME_TAKEN(
            HttpStatus.CONFLICT,
            "掩码名称已存在",
            "已有使用该名称的扫码掩码。",
            "There is a mask of this name already.",
            "请换用其他名称。",
            "Use another name."),
    QR_MASKS_FULL(
            HttpStatus.CONFLICT,
            "掩码数量已达上限",
            "最多可设置 50 个扫码掩码。",
            "A tenant has 50 masks at most.",
            "请先删除不再使用的掩码。",
            "Remove one that is not used any more."),
    GUN_UNKNOWN(
            HttpStatus.NOT_FOUND,
            "未找到充电枪",
            "该编号的充电枪不属于本平台，或尚未投运。",
            "This gun is not ours, or not in service.",
            "请检查二维码或桩身编号。",
            "Check the QR code or the number on the pile."),
    STATION_CLOSED(
            HttpStatus.CONFLICT,
            "场站已停止营业",
            "该场站当前不营业。",
            "The station is closed.",
            "请选择其他场站。",
            "Choose another station."),
    PILE_DISABLED(
            HttpStatus.CONFLICT,
            "充电桩已停用",
            "该充电桩已被运营商停用。",
            "The operator has taken this pile out of service.",
            "请换一台充电桩。",
            "Use another pile."),
    PILE_OFFLINE(
            HttpStatus.CONFLICT,
            "充电桩离线",
            "平台暂时联系不上该充电桩。",
            "The platform cannot reach this pile.",
            "请稍后重试或换一台充电桩。",
            "Try again shortly, or use another pile."),
    PILE_NOT_TRUSTED(
            HttpStatus.CONFLICT,
            "充电桩身份待确认",
            "该充电桩从未登记过的网络接入，身份确认前不能启动充电。",
            "The pile came from a network it is not bound to; until that is confirmed it starts no charge.",
            "请换一台充电桩；运营人员请在桩的绑定信息中核对并确认。",
            "Use another pile; staff: check and confirm the pile's binding."),
    PILE_TAKEN_OVER(
            HttpStatus.CONFLICT,
            "充电桩连接刚刚变更",
            "充电过程中该桩号被另一处连接接管，一分钟内不能启动。",
            "Another connection took this pile's number over during a charge; for a minute it starts nothing.",
            "请一分钟后再试，或换一台充电桩。",
            "Try again in a minute, or use another pile."),
    GUN_FAULTY(HttpStatus.CONFLICT, "充电枪故障", "该充电枪报告故障。", "The gun reports a fault.", "请换一把充电枪。", "Use another gun."),
    GUN_NOT_PLUGGED(
            HttpStatus.CONFLICT,
            "尚未插枪",
            "充电枪未与车辆连接。",
            "The gun is not plugged into a car.",
            "请先插好枪再启动。",
            "Plug it in, then start."),
    GUN_BUSY(
            HttpStatus.CONFLICT,
            "充电枪使用中",
            "该充电枪正被其他订单使用。",
            "The gun is in use by another order.",
            "请换一把充电枪或等待其结束。",
            "Use another gun, or wait until it is free."),
    CARD_NUMBER_INVALID(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "卡号不合法",
            "卡内号应为 1 至 8 个字节的十六进制，且不全为零。",
            "The number in a card is 1 to 8 bytes in hex, not all zero.",
            "请核对卡号后重试。",
            "Check the number and try again."),
    CARD_NUMBER_TAKEN(
            HttpStatus.CONFLICT,
            "卡号已登记",
            "该卡号已在本运营商登记。",
            "This card number is registered already.",
            "请在充电卡列表中查找该卡。",
            "Look the card up in the list of cards."),
    VIN_INVALID(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "车架号不合法",
            "VIN 应为 17 位字母或数字，不含 I、O、Q。",
            "A VIN has 17 letters or digits and no I, O or Q.",
            "请按行驶证核对 VIN。",
            "Compare it with the vehicle licence."),
    VEHICLE_TAKEN(
            HttpStatus.CONFLICT,
            "车辆已被登记",
            "您已添加该车，或该车的即插即充已由他人开通。",
            "You have this vehicle already, or another driver has plug-and-charge for it.",
            "请先不开通即插即充，或联系客服。",
            "Enter it without plug-and-charge, or ask for help."),
    VEHICLES_TOO_MANY(
            HttpStatus.CONFLICT,
            "车辆已达上限",
            "每位车主最多登记 10 辆车。",
            "A driver can enter up to 10 vehicles.",
            "请先删除不用的车辆。",
            "Remove one that you no longer use."),
    PILE_CARDS_TOO_MANY(
            HttpStatus.CONFLICT,
            "离线卡已达上限",
            "单桩最多下发 500 张离线卡。",
            "A pile keeps up to 500 offline cards.",
            "请先清除不用的卡。",
            "Clear cards that are no longer used."),
    PILE_SILENT(
            HttpStatus.GATEWAY_TIMEOUT,
            "充电桩未应答",
            "充电桩在规定时间内没有应答，结果未知。",
            "The pile did not answer in time; whether it did what it was asked is unknown.",
            "请稍后再查询一次。",
            "Ask again in a moment."),
    STATION_AT_CAPACITY(
            HttpStatus.CONFLICT,
            "场站容量不足",
            "场站当前可用功率不足，暂不能再启动充电。",
            "The station has no power left for another charge now.",
            "请稍后再试，或换一个场站。",
            "Try again later, or use another station."),
    NOT_PARALLEL(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "两枪不能并充",
            "并充需要同一充电桩的两把不同的枪。",
            "Parallel charging needs two different guns of one pile.",
            "请选择同一桩的两把枪。",
            "Choose two guns of the same pile."),
    PILE_TARIFF_NOT_READY(
            HttpStatus.CONFLICT,
            "电价尚未就绪",
            "该充电桩尚未确认当前电价，暂不能启动。",
            "The pile has not confirmed the present tariff yet.",
            "请稍候一分钟再试。",
            "Try again in a minute."),
    PRICE_CHANGED(
            HttpStatus.CONFLICT,
            "价格已变更",
            "该充电枪的价格在您查看之后已变更，本次未启动。",
            "The price of this gun has changed since you looked; nothing was started.",
            "请查看新价格后重新启动。",
            "Look at the new price, then start again."),
    DRIVER_BARRED(
            HttpStatus.CONFLICT,
            "账户已被限制",
            "您的账户暂时不能启动充电。",
            "Your account may not start a charge at present.",
            "请联系客服。",
            "Contact support."),
    BALANCE_TOO_LOW(
            HttpStatus.CONFLICT,
            "余额不足",
            "可用余额低于启动充电的最低金额。",
            "The available balance is below the least amount for a start.",
            "请先充值。",
            "Top up first."),
    UNPAID_ORDER(
            HttpStatus.CONFLICT,
            "存在未支付订单",
            "您有尚未付清的充电订单。",
            "You have an order that is not fully paid.",
            "请先支付欠款。",
            "Pay it first."),
    ORDER_ALREADY_RUNNING(
            HttpStatus.CONFLICT,
            "已有进行中的订单",
            "您已有一个进行中的充电订单。",
            "You already have a running order.",
            "请先结束正在进行的充电。",
            "Stop the running charge first."),
    ORDER_NOT_ABNORMAL(
            HttpStatus.CONFLICT,
            "订单无需处理",
            "该订单仍在进行、已结算或已有处理决定，不能再作处理。",
            "The order still runs, is settled, or was decided already; there is nothing to decide.",
            "请刷新异常订单列表。",
            "Reload the list of abnormal orders."),
    ORDER_WITHOUT_DRIVER(
            HttpStatus.CONFLICT,
            "订单没有车主",
            "该订单没有对应的车主，不能计费，只能指定车主或作废。",
            "The order belongs to no driver: it cannot be billed, only given to a driver or voided.",
            "请先查明车主；查不到时选择作废，并在原因中写明去向。",
            "Find the driver; if there is none, void it and say in the reason what became of it."),
    ORDER_HAS_DRIVER(
            HttpStatus.CONFLICT,
            "订单已有车主",
            "该订单已有车主，不能改为他人。",
            "The order has a driver already; it cannot be given to another one.",
            "请选择其他处理方式。",
            "Decide it in another way."),
    DECISION_DRIVER_UNKNOWN(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "没有该车主",
            "没有此编号的车主。",
            "There is no driver of this id.",
            "请核对车主编号。",
            "Check the driver's id."),
    DECISION_SAME_PERSON(
            HttpStatus.FORBIDDEN,
            "不能复核自己的处理",
            "超过限额的处理须由提出人以外的人员复核。",
            "A decision above the limit is approved by somebody else than whoever proposed it.",
            "请由另一名有权限的人员复核。",
            "Have another member of staff approve it."),
    PROPOSAL_WAITS(
            HttpStatus.CONFLICT,
            "已有处理待复核",
            "该订单已有一项处理在等待第二人复核。",
            "Another decision about this order waits for a second person.",
            "请先复核或驳回该项处理。",
            "Approve or reject that one first."),
    PROPOSAL_CLOSED(
            HttpStatus.CONFLICT,
            "该处理已不在等待复核",
            "该处理已复核、已驳回或已失效。",
            "It was approved or rejected already, or overtaken by another decision.",
            "请刷新订单详情。",
            "Reload the order."),
    PROPOSAL_OUTDATED(
            HttpStatus.CONFLICT,
            "情况已变化",
            "提出之后情况有变，现在涉及的金额更大；未执行任何操作。",
            "It would move more than was proposed, for something changed meanwhile; nothing was done.",
            "请重新提出处理。",
            "Propose it again."),
    NOTHING_TO_ACCEPT(
            HttpStatus.CONFLICT,
            "没有可接受的账单",
            "没有交易记录，或其电量无法按订单电价计费。",
            "There is no record, or its energy cannot be priced by the order's tariff.",
            "请填写电量或金额，或按最后上报值估算。",
            "State an energy or an amount, or settle by the estimate."),
    NOTHING_TO_ESTIMATE(
            HttpStatus.CONFLICT,
            "没有可估算的数据",
            "充电桩未上报过该订单的电量。",
            "The pile never told an energy for this order.",
            "请填写电量或金额，或作废订单。",
            "State an energy or an amount, or void the order.");

    private final HttpStatus status;
    private final String title;
    private final String detail;
    private final String detailEn;
    private final String nextAction;
    private final String nextActionEn;

    ProblemCode(
            HttpStatus status, String title, String detail, String detailEn, String nextAction, String nextActionEn) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.detailEn = detailEn;
        this.nextAction = nextAction;
        this.nextActionEn = nextActionEn;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return detail;
    }

    public String detailEn() {
        return detailEn;
    }

    public String nextAction() {
        return nextAction;
    }

    public String nextActionEn() {
        return nextActionEn;
    }

    /** Whether the same request may succeed if simply sent again a little later. */
    public boolean passes() {
        return status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.INTERNAL_SERVER_ERROR;
    }
}
