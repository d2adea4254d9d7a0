package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.pile.GunId;
import io.ohmgate.gateway.pile.PileNo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wants done to a pile, and how far it has come. {@code epoch} is the session it was sent in;
 * {@code code} the pile's own number for its answer; {@code dueAt} when it is given up if nothing happens. Each step makes
 * a new value with the next {@code version}.
 */
public record Operation(
        long id,
        long tenantId,
        PileNo pileNo,
        int gunNo,
        OperationTask task,
        String requestedBy,
        Instant requestedAt,
        OperationStatus status,
        @Nullable OperationReason reason,
        @Nullable Integer code,
        @Nullable Long epoch,
        @Nullable Instant dueAt,
        @Nullable Instant sentAt,
        @Nullable Instant ackedAt,
        @Nullable Instant finishedAt,
        int version) {
    public static final int WHOLE_PILE = 0;

    /** As it begins; the store gives it its number. */
    public static Operation begin(long id, OperationDraft draft, Instant now) {
        return new Operation(
                id,
                draft.tenantId(),
                draft.pileNo(),
                draft.gunNo(),
                draft.task(),
                draft.requestedBy(),
                now,
                OperationStatus.WAITING,
                null,
                null,
                null,
                now.plus(draft.task().kind().waitsAtMost()),
                null,
                null,
                null,
                1);
    }

    public OperationKind kind() {
        return task.kind();
    }

    /** @throws IllegalArgumentException if it is for the whole pile */
    public GunId gun() {
        return pileNo.gun(gunNo);
    }

    /** Whether something may still come of it. While it may, there is no second one of its kind at the pile or gun. */
    public boolean isOpen() {
        return switch (status) {
            case WAITING, SENT -> true;
            case ACKED -> kind().effectWithin() != null;
            case DONE, REFUSED, FAILED, EXPIRED, CANCELLED -> false;
        };
    }

    public boolean may(OperationStatus next) {
        return isOpen() && status.mayBecome(next);
    }

    Operation sent(long inEpoch, Instant now) {
        return step(OperationStatus.SENT, null, null, inEpoch, now.plus(task.answerWithin()), now);
    }

    /** It was not written after all. */
    Operation putBack(OperationReason why, Instant now) {
        return step(OperationStatus.WAITING, why, null, null, requestedAt.plus(kind().waitsAtMost()), now);
    }

    Operation acked(int pileCode, Instant now) {
        Duration effect = kind().effectWithin();
        return step(OperationStatus.ACKED, null, pileCode, epoch, effect == null ? null : now.plus(effect), now);
    }

    Operation ended(OperationStatus end, @Nullable OperationReason why, @Nullable Integer pileCode, Instant now) {
        return step(end, why, pileCode == null ? code : pileCode, epoch, null, now);
    }

    /** The same step, given up later: while a pile waits to be idle, no time runs. */
    Operation dueLater(Instant due) {
        return new Operation(
                id,
                tenantId,
                pileNo,
                gunNo,
                task,
                requestedBy,
                requestedAt,
                status,
                reason,
                code,
                epoch,
                due,
                sentAt,
                ackedAt,
                finishedAt,
                version + 1);
    }

    private Operation step(
            OperationStatus next,
            @Nullable OperationReason why,
            @Nullable Integer pileCode,
            @Nullable Long inEpoch,
            @Nullable Instant due,
            Instant now) {
        if (!may(next)) {
            throw new IllegalStateException(kind() + " cannot go from " + status + " to " + next);
        }
        boolean over = next != OperationStatus.WAITING && next != OperationStatus.SENT && due == null;
        return new Operation(
                id,
                tenantId,
                pileNo,
                gunNo,
                task,
                requestedBy,
                requestedAt,
                next,
                why,
                pileCode,
                inEpoch,
                due,
                sentAtAfter(next, now),
                next == OperationStatus.ACKED ? now : ackedAt,
                over ? now : null,
                version + 1);
    }

    private @Nullable Instant sentAtAfter(OperationStatus next, Instant now) {
        return switch (next) {
            case SENT -> now;
            case WAITING -> null;
            case ACKED, DONE, REFUSED, FAILED, EXPIRED, CANCELLED -> sentAt;
        };
    }
}
