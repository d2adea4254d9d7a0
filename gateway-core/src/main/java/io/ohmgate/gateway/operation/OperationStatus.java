package io.ohmgate.gateway.operation;

/**
 * How far an operation has come. The names are stored and shown: never rename one.
 *
 * <pre>
 *            pile there        yes              effect seen
 *  WAITING ───────────► SENT ───────► ACKED ───────────────► DONE
 *     │  ▲               │              │ (kinds without an effect of their own end here)
 *     │  └─ not written ─┤              ├─ effect not seen ──► FAILED
 *     │                  ├─ no ──────────────────────────────► REFUSED
 *     │                  ├─ connection lost, went wrong ─────► FAILED
 *     ├─ waited too long ┴─ no answer in time ───────────────► EXPIRED
 *     └─ taken back ─────────────────────────────────────────► CANCELLED
 * </pre>
 */
public enum OperationStatus {
    /** 等待: the pile is away, or charges and must not be disturbed. */
    WAITING,
    /** 已发送. */
    SENT,
    /** 已应答: the pile said yes. */
    ACKED,
    /** 已完成: the effect was seen. */
    DONE,
    /** 桩拒绝. */
    REFUSED,
    /** 失败. */
    FAILED,
    /** 超时: no answer, or the pile did not come back in time. */
    EXPIRED,
    /** 已取消. */
    CANCELLED;

    boolean mayBecome(OperationStatus next) {
        return switch (this) {
            case WAITING -> next == SENT || next == EXPIRED || next == CANCELLED || next == FAILED;
            case SENT -> next != SENT && next != CANCELLED;
            case ACKED -> next == DONE || next == FAILED;
            case DONE, REFUSED, FAILED, EXPIRED, CANCELLED -> false;
        };
    }
}
