package io.ohmgate.api.http.pile;

/** What a pile does otherwise than the book, in words. A test holds them against the protocol's own names. */
record OddityText(String zh, String en) {
    static OddityText of(String name) {
        return switch (name) {
            case "GARBAGE_SKIPPED" -> text("帧之间夹有无效字节", "Bytes that belong to no frame");
            case "LENGTH_TOO_SMALL" -> text("数据长度小于 4", "A length byte below 4");
            case "PARTIAL_TIMEOUT" -> text("半帧超过 10 秒未补齐", "The rest of a frame took more than 10 s");
            case "CRC_BAD" -> text("校验错误，已丢弃", "The CRC fits in no accepted order; dropped");
            case "CRC_HIGH_BYTE_FIRST" -> text("校验码高字节在前", "The CRC's high byte comes first");
            case "CRC_LEGACY_TABLE" -> text("按 V1.5 错误查表计算校验", "The CRC of the misprinted table of V1.5");
            case "LENGTH_WITHOUT_HEADER" -> text("数据长度少算 4 字节", "The length byte is 4 too small");
            case "LENGTH_WRONG" -> text("数据长度错误", "The length byte is wrong");
            case "ENCRYPTED", "ENCRYPTED_FRAME" -> text("加密标志不为 0，无密钥", "An encrypted frame; there is no key");
            case "UNKNOWN_TYPE" -> text("未知帧类型，已忽略", "A type that is not in the book; ignored");
            case "MALFORMED_BODY" -> text("缺少关键字段，已丢弃", "A field without which the message means nothing; dropped");
            case "SHORT_BODY" -> text("消息体偏短，尾部字段为空", "The tail of the body is missing");
            case "LONG_BODY" -> text("消息体偏长，多余部分忽略", "There is an extra tail; ignored");
            case "BCD_NOT_DECIMAL" -> text("编号字段含十六进制字符", "A number field holds hex letters");
            case "GUN_NO_BINARY" -> text("枪号不是 BCD，按二进制处理", "A gun number that is no BCD, taken as binary");
            case "GUN_NO_ABSENT" -> text("0x42 无枪号（V1.5 格式）", "0x42 in the form of V1.5 names no gun");
            case "TIME_INVALID" -> text("时间无效", "A time that is no date");
            case "TIME_EXTRA_BITS" -> text("时间带有星期或保留位", "Weekday, summer time or reserved bits of a time are set");
            case "LOGIN_OF_V1_8" -> text("V1.8 登录，不支持", "A login of V1.8, which is not spoken");
            case "LOGIN_OF_V2" -> text("V2.x 登录，不支持", "A login of V2.x, which is not spoken");
            case "PARALLEL_CONFIRM_MISTYPED" -> text("0x32 携带 0xA2 的消息体", "0x32 with the body of 0xA2");
            case "CARD_RESULT_WITHOUT_REASON" -> text("0x45 无失败原因字段", "A group of 0x45 without its reason");
            case "BEFORE_LOGIN" -> text("登录前发送报文", "A frame before the login");
            case "LOGIN_REPEATED" -> text("同一连接重复登录", "A login repeated on the connection");
            case "FOREIGN_PILE" -> text("连接上出现其他桩号的报文", "A frame for a pile that is not logged in on the connection");
            case "FOREIGN_RECORD" -> text("连接上出现其他桩号的记录，已隔离", "A record of another pile; kept for a person");
            case "FOREIGN_RECORD_DROPPED" -> text("其他桩号的记录过多，已丢弃", "Too many records of another pile; dropped");
            case "DOWNLINK_FROM_PILE" -> text("桩发送了平台下行报文", "A frame that only platforms send");
            case "NOT_HANDLED" -> text("可识别但未处理的报文", "A frame that is understood and means nothing here");
            case "NO_TARIFF" -> text("请求计费模型但未配置电价", "A tariff was asked for and none is assigned");
            case "TOO_MANY_PILES" -> text("一条连接上的桩数超限", "More piles on one connection than a concentrator has");
            case "TOO_MANY_FRAMES" ->
                text("桩上报过于频繁，暂停读取", "The pile said more than its share and was not read for a moment");
            case "COMMAND_DROPPED" -> text("桩不接收，指令被丢弃", "The pile did not read; a command was dropped");
            default -> text(name, name);
        };
    }

    private static OddityText text(String zh, String en) {
        return new OddityText(zh, en);
    }
}
