package io.ohmgate.gateway.campaign;

import io.ohmgate.gateway.campaign.CampaignStore.Waiting;
import io.ohmgate.gateway.operation.Operation;
import io.ohmgate.gateway.operation.OperationDesk;
import io.ohmgate.gateway.operation.OperationDraft;
import io.ohmgate.gateway.operation.OperationOpenException;
import io.ohmgate.gateway.operation.OperationStatus;
import io.ohmgate.gateway.operation.OperationTask;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.work.PollLoop;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Carries rollouts on: asks the piles of a wave, looks how they fare, goes to the next wave or stops. Everything it needs is
 * in the tables, so that a restart goes on where it stood. A rollout that stands still takes back what was not sent yet.
 */
public final class CampaignRunner implements Disposable {
    static final Duration LOOK = Duration.ofSeconds(5);
    /** Piles asked a look, so that a wave of thousands does not fetch its file at the same second. */
    static final int ASKED_PER_LOOK = 20;

    private static final String PLATFORM = "platform";
    private static final Logger LOG = LoggerFactory.getLogger(CampaignRunner.class);

    private final CampaignStore store;
    private final OperationDesk desk;
    private final InstantSource clock;
    private final Mono<Boolean> ours;
    private final PollLoop loop;

    public CampaignRunner(CampaignStore store, OperationDesk desk, InstantSource clock, Scheduler scheduler) {
        this(store, desk, clock, scheduler, Mono.just(true));
    }

    /** {@code ours} says at each look whether it is this node's to take. */
    public CampaignRunner(
            CampaignStore store, OperationDesk desk, InstantSource clock, Scheduler scheduler, Mono<Boolean> ours) {
        this.ours = ours;
        this.store = store;
        this.desk = desk;
        this.clock = clock;
        this.loop = new PollLoop("firmware-campaigns", LOOK, scheduler, Mono.defer(this::look));
    }

    public void start() {
        loop.start();
    }

    /** A rollout was changed: look at it soon. */
    public void nudge() {
        loop.nudge();
    }

    @Override
    public void dispose() {
        loop.dispose();
    }

    Mono<Boolean> look() {
        return ours.filter(Boolean::booleanValue)
                .flatMapMany(yes -> store.running())
                .concatMap(campaign -> carryOn(campaign).onErrorResume(failure -> {
                    LOG.atWarn()
                            .addKeyValue("campaign", campaign.id())
                            .setCause(failure)
                            .log("a rollout stumbled; the next look tries again");
                    return Mono.empty();
                }))
                .then(Mono.just(false));
    }

    private Mono<Void> carryOn(Campaign campaign) {
        return Mono.zip(store.tally(campaign, campaign.wave()), store.hasMore(campaign))
                .flatMap(known -> switch (CampaignRules.next(campaign, known.getT1(), known.getT2())) {
                    case GO_ON -> askMore(campaign);
                    case PAUSE ->
                        move(campaign, campaign.paused(PauseReason.TOO_MANY_FAILURES), PLATFORM)
                                .then(takeBack(campaign));
                    case NEXT_WAVE -> move(campaign, campaign.nextWave(), PLATFORM);
                    case FINISH -> move(campaign, campaign.finished(clock.instant()), PLATFORM);
                });
    }

    private Mono<Void> askMore(Campaign campaign) {
        return store.pending(campaign, ASKED_PER_LOOK)
                .concatMap(pileNo -> ask(campaign, pileNo))
                .then();
    }

    /** A pile that still has an update open from elsewhere stays pending and is asked when that is over. */
    private Mono<Void> ask(Campaign campaign, PileNo pileNo) {
        OperationTask task = new OperationTask.UpdateFirmware(
                campaign.fileId(), campaign.id(), campaign.whenIdle(), campaign.downloadTimeoutMinutes());
        String by = campaign.approvedBy() == null ? PLATFORM : campaign.approvedBy();
        return desk.submit(new OperationDraft(campaign.tenantId(), pileNo, Operation.WHOLE_PILE, task, by))
                .flatMap(operation -> store.asked(campaign, pileNo, operation.id()))
                .onErrorResume(OperationOpenException.class, busy -> noteOwn(campaign, pileNo));
    }

    /** It was asked for before, and only that was not written down. */
    private Mono<Void> noteOwn(Campaign campaign, PileNo pileNo) {
        return desk.keptAt(pileNo)
                .filter(open -> open.task() instanceof OperationTask.UpdateFirmware update
                        && update.campaignId() == campaign.id())
                .next()
                .flatMap(own -> store.asked(campaign, pileNo, own.id()));
    }

    private Mono<Void> move(Campaign before, Campaign after, String by) {
        return store.move(before, after, by, clock.instant())
                .doOnNext(moved -> loop.nudge())
                .then();
    }

    /** What was not sent yet is not sent while the rollout stands still. */
    public Mono<Void> takeBack(Campaign campaign) {
        return store.waiting(campaign)
                .concatMap(waiting -> takeBack(campaign, waiting))
                .then();
    }

    private Mono<Void> takeBack(Campaign campaign, Waiting waiting) {
        return desk.cancel(waiting.pileNo(), waiting.operationId(), PLATFORM)
                .filter(after -> after.status() == OperationStatus.CANCELLED)
                .flatMap(after -> store.unasked(campaign, waiting));
    }
}
