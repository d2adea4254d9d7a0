package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.pile.PileNo;

/** An operation as it is asked for. {@code gunNo} is {@link Operation#WHOLE_PILE} where no gun is meant. */
public record OperationDraft(long tenantId, PileNo pileNo, int gunNo, OperationTask task, String requestedBy) {
    /** @throws IllegalArgumentException if a gun is missing, or named for what is done to the whole pile */
    public OperationDraft {
        boolean needsGun = task.kind().target() == OperationKind.Target.GUN;
        if (needsGun != gunNo > Operation.WHOLE_PILE) {
            throw new IllegalArgumentException(task.kind() + (needsGun ? " needs a gun" : " is for the whole pile"));
        }
    }
}
