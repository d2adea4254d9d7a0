package io.ohmgate.gateway.campaign;

/** Why a rollout stands still. The names are stored and shown: never rename one. */
public enum PauseReason {
    /** 人工暂停. */
    BY_A_PERSON,
    /** 失败数超过上限. */
    TOO_MANY_FAILURES
}
