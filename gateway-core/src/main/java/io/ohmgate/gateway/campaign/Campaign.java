package io.ohmgate.gateway.campaign;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as it stands. {@code waves} is the size of each wave, 0 for all that are left; {@code wave} is the one under
 * way, counted from 1, and 0 before the first. {@code forgiven} are failures of the present wave that a person has looked at
 * and gone on.
 */
public record Campaign(
        long id,
        long tenantId,
        String name,
        long fileId,
        List<Integer> waves,
        int failuresMax,
        boolean whenIdle,
        int downloadTimeoutMinutes,
        CampaignStatus status,
        @Nullable PauseReason pauseReason,
        int wave,
        int forgiven,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant finishedAt,
        int version) {
    public static final int WAVES_MAX = 10;
    /** One pile first, then ten, then all. */
    public static final List<Integer> WAVES_DEFAULT = List.of(1, 10, 0);

    public Campaign {
        waves = List.copyOf(waves);
    }

    public boolean may(CampaignStatus next) {
        return status.mayBecome(next);
    }

    /**
     * @throws IllegalStateException if it does not wait for approval
     * @throws SamePersonException if whoever made it approves it
     */
    public Campaign approved(String by, Instant now) {
        check(CampaignStatus.WAITING_APPROVAL);
        if (by.equals(createdBy)) {
            throw new SamePersonException();
        }
        Campaign running = step(CampaignStatus.RUNNING, null, 1, 0, null);
        return new Campaign(
                id,
                tenantId,
                name,
                fileId,
                waves,
                failuresMax,
                whenIdle,
                downloadTimeoutMinutes,
                running.status,
                null,
                1,
                0,
                createdBy,
                createdAt,
                by,
                now,
                null,
                running.version);
    }

    public Campaign paused(PauseReason why) {
        return step(CampaignStatus.PAUSED, why, wave, forgiven, null);
    }

    /** What has failed so far is known to whoever lets it go on, and counts no more. */
    public Campaign resumed(int failedSoFar) {
        check(CampaignStatus.PAUSED);
        return step(CampaignStatus.RUNNING, null, wave, failedSoFar, null);
    }

    public Campaign cancelled(Instant now) {
        return step(CampaignStatus.CANCELLED, null, wave, forgiven, now);
    }

    Campaign nextWave() {
        return step(CampaignStatus.RUNNING, null, wave + 1, 0, null);
    }

    Campaign finished(Instant now) {
        return step(CampaignStatus.FINISHED, null, wave, forgiven, now);
    }

    private void check(CampaignStatus needed) {
        if (status != needed) {
            throw new IllegalStateException("a campaign that is " + status + " is not " + needed);
        }
    }

    private Campaign step(
            CampaignStatus next, @Nullable PauseReason why, int toWave, int toForgiven, @Nullable Instant over) {
        if (!may(next)) {
            throw new IllegalStateException("a campaign cannot go from " + status + " to " + next);
        }
        return new Campaign(
                id,
                tenantId,
                name,
                fileId,
                waves,
                failuresMax,
                whenIdle,
                downloadTimeoutMinutes,
                next,
                why,
                toWave,
                toForgiven,
                createdBy,
                createdAt,
                approvedBy,
                approvedAt,
                over,
                version + 1);
    }

    /** Whoever made a rollout does not approve it (invariants 4.1). */
    public static final class SamePersonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SamePersonException() {
            super("a rollout is approved by somebody else", null, false, false);
        }
    }
}
