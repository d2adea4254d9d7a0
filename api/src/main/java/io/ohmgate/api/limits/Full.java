package io.ohmgate.api.limits;

/** What happens when there is no room left. */
public enum Full {
    REFUSE("拒绝，并告知请求方", "refused, and whoever asked is told"),
    WAIT("上游等待：停止读取，不丢弃", "whoever feeds it waits; nothing is dropped"),
    CLOSE("断开该连接", "the connection is closed"),
    LATEST("每个键只留最新值", "one for each key: a newer one takes its place"),
    MERGE("并入已有的一项", "it is put together with what is there"),
    DROP_NEW("放弃新来的并计数", "the newest is left out"),
    DROP_OLD("忘掉最旧的", "the oldest is forgotten"),
    SHARED("不会先满：由另一项限制", "never full by itself: another bound of this list holds it"),
    SHORT("随本次调用结束", "ends with the call that made it"),
    FIXED("启动时确定，不再增长", "settled at the start; does not grow");

    private final String chinese;
    private final String english;

    Full(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    /** Whether a number has to say how much there can be. */
    public boolean needsMax() {
        return switch (this) {
            case REFUSE, WAIT, CLOSE, LATEST, MERGE, DROP_NEW, DROP_OLD -> true;
            case SHARED, SHORT, FIXED -> false;
        };
    }
}
