package io.ohmgate.api.ws;

/** Why a topic is not heard, or not any more; the socket stays open. */
enum TopicError {
    /** There is none, or it is somebody else's: there is no difference to be seen. */
    TOPIC_NOT_FOUND("没有这个主题，或您无权订阅。", "There is no such topic, or it is not yours to hear."),
    TOO_MANY_TOPICS("每个连接最多订阅 50 个主题。", "A socket hears at most 50 topics."),
    NOT_SUBSCRIBED("尚未订阅该主题。", "The topic is not subscribed to."),
    /** Its state could not be read in time. */
    TOPIC_UNAVAILABLE("暂时无法读取该主题的状态，请稍后重新订阅。", "Its state cannot be had now; subscribe again shortly.");

    private final String detail;
    private final String detailEn;

    TopicError(String detail, String detailEn) {
        this.detail = detail;
        this.detailEn = detailEn;
    }

    String detail() {
        return detail;
    }

    String detailEn() {
        return detailEn;
    }
}
