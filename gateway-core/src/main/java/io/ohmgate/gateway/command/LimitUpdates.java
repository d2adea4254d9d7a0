package io.ohmgate.gateway.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.order.OrderNotice;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Tells piles that a running charge may spend more (余额更新, ykc.md 7.8). Asked twice at most: the platform watches the limit
 * itself, and a pile that did not hear stops at the old one, which costs nobody anything.
 */
public final class LimitUpdates {
    static final int REPEATS = 1;
    /** A question nobody answered keeps its place until its late answer cannot be taken for the next one's. */
    private static final Duration AGAIN_AFTER = PileCommands.LATE_ANSWERS.plusMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(LimitUpdates.class);

    private final PileCommands commands;
    private final Scheduler timer;
    private final Counter taken;
    private final Counter refused;
    private final Counter unanswered;

    public LimitUpdates(PileCommands commands, Scheduler timer, MeterRegistry meters) {
        this.commands = commands;
        this.timer = timer;
        this.taken = meters.counter("ohmgate.limits.raised", "result", "taken");
        this.refused = meters.counter("ohmgate.limits.raised", "result", "refused");
        this.unanswered = meters.counter("ohmgate.limits.raised", "result", "unanswered");
    }

    /** Without the card's number: then the pile looks at the gun alone. */
    public void happened(OrderNotice notice) {
        if (!(notice instanceof OrderNotice.LimitRaised raised)) {
            return;
        }
        commands.ask(new PileCommand.SetLimit(raised.order().gun(), raised.limit()))
                .retryWhen(Retry.fixedDelay(REPEATS, AGAIN_AFTER)
                        .scheduler(timer)
                        .filter(failure -> !(failure instanceof CommandFailure.PileOffline))
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .subscribe(answer -> answered(raised, answer), failure -> {
                    unanswered.increment();
                    LOG.atWarn()
                            .addKeyValue("orderId", raised.order().orderId())
                            .addKeyValue("failure", failure.getClass().getSimpleName())
                            .log("a pile did not take a raised limit");
                });
    }

    private void answered(OrderNotice.LimitRaised raised, PileReport answer) {
        boolean accepted = answer instanceof PileReport.LimitAnswered limit && limit.accepted();
        (accepted ? taken : refused).increment();
        LOG.atInfo()
                .addKeyValue("orderId", raised.order().orderId())
                .addKeyValue("taken", accepted)
                .log("a pile was told of a raised limit");
    }
}
