package io.ohmgate.api.limits;

/** What a maximum counts for. */
public enum Per {
    PROCESS("节点", "node"),
    PILE("桩", "pile"),
    GUN("枪", "gun"),
    CHARGE("次充电", "charge"),
    CONNECTION("连接", "connection"),
    SUBSCRIBER("订阅者", "subscriber"),
    TOPIC("主题", "topic"),
    SOURCE("来源", "source"),
    NODE("对端节点", "other node"),
    POOL("连接池", "pool"),
    TABLE("表", "table"),
    THREAD("线程", "thread"),
    CALL("次调用", "call");

    private final String chinese;
    private final String english;

    Per(String chinese, String english) {
        this.chinese = chinese;
        this.english = english;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }
}
