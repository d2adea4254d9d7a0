package io.ohmgate.gateway.campaign;

/** What a running rollout does next. Pure. */
final class CampaignRules {
    enum Next {
        /** Ask piles of the wave that were not asked yet, or wait for those that were. */
        GO_ON,
        PAUSE,
        NEXT_WAVE,
        FINISH
    }

    private CampaignRules() {}

    /** {@code more}: whether a later wave has piles. Failures come first: a wave that failed is not the way to the next. */
    static Next next(Campaign campaign, WaveTally wave, boolean more) {
        if (wave.failed() - campaign.forgiven() > campaign.failuresMax()) {
            return Next.PAUSE;
        }
        if (!wave.isOver()) {
            return Next.GO_ON;
        }
        return more ? Next.NEXT_WAVE : Next.FINISH;
    }
}
