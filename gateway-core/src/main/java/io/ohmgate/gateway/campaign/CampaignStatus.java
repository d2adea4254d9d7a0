package io.ohmgate.gateway.campaign;

/**
 * How far a rollout has come. The names are stored and shown: never rename one.
 *
 * <pre>
 *  WAITING_APPROVAL ─ a second person ─► RUNNING ◄─ a person ─► PAUSED
 *         │                                │ └─ too many failures ─►│
 *         └──────────── a person ──────────┼─────────► CANCELLED ◄──┘
 *                                          └─ every pile is over ─► FINISHED
 * </pre>
 */
public enum CampaignStatus {
    /** 待审批. */
    WAITING_APPROVAL,
    /** 进行中. */
    RUNNING,
    /** 已暂停. */
    PAUSED,
    /** 已完成. */
    FINISHED,
    /** 已取消. */
    CANCELLED;

    boolean mayBecome(CampaignStatus next) {
        return switch (this) {
            case WAITING_APPROVAL -> next == RUNNING || next == CANCELLED;
            case RUNNING -> next == PAUSED || next == FINISHED || next == CANCELLED || next == RUNNING;
            case PAUSED -> next == RUNNING || next == CANCELLED;
            case FINISHED, CANCELLED -> false;
        };
    }
}
