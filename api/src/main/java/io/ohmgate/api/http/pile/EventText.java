package io.ohmgate.api.http.pile;

/** What the kinds of security events mean, in words. */
record EventText(String zh, String en) {
    static EventText of(String kind) {
        return switch (kind) {
            case "LOGIN_REFUSED" -> new EventText("登录被拒绝", "A login was refused");
            case "LOGINS_BANNED" -> new EventText("该来源被暂时禁止登录", "Logins from this source are banned for a while");
            case "TAKEOVER" -> new EventText("另一连接接管了该桩号", "Another connection took the pile's number over");
            case "PILE_LOCKED" ->
                new EventText("频繁被接管，桩号已锁定，等待人工处理", "Taken over too often: locked until a person decides");
            case "PILE_UNLOCKED" -> new EventText("已人工解锁", "Unlocked by a person");
            case "BINDING_LEARNT" ->
                new EventText("首次登录，已学习来源，待确认", "First login: its origin was learnt and waits to be confirmed");
            case "BINDING_DIFFERED" ->
                new EventText("来源或 SIM 与绑定不一致", "Source or SIM is not the one the pile is bound to");
            case "FOREIGN_PILE" ->
                new EventText("连接上出现其他桩号的报文", "A frame for a pile that is not logged in on the connection");
            case "foreign-record" ->
                new EventText(
                        "连接上出现其他桩号的交易记录，已隔离",
                        "A record of a pile that is not logged in on the connection; quarantined");
            case "foreign-report" -> new EventText("会话上报了其他桩的数据", "A session reported for another pile");
            case "record-after-takeover" ->
                new EventText(
                        "接管后上送的记录与此前数据不符，已隔离",
                        "A record after a takeover that does not agree with what was known; quarantined");
            default -> new EventText(kind, kind);
        };
    }
}
