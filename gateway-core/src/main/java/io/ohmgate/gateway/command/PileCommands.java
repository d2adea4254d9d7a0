package io.ohmgate.gateway.command;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileCommand;
import io.ohmgate.gateway.link.PileLink;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileDirectory;
import io.ohmgate.gateway.session.PileEntry;
import io.ohmgate.gateway.session.PileSessions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Asks a pile one question and waits for its one answer. At most one question of a kind is open at a gun (or pile, where
 * the answer names no gun). An answer completes only a question of its own session (invariants B6); a question that
 * nobody answered blocks its kind for {@link #LATE_ANSWERS}, so that its late answer is not taken for the next one's.
 */
public final class PileCommands {
    /** Simple commands (ykc.md 8). */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    static final Duration LATE_ANSWERS = Duration.ofSeconds(10);
    public static final int OPEN_MAX = 20_000;

    private final PileSessions sessions;
    private final PileDirectory directory;
    private final GatewayTime time;
    private final PileEvents events;
    private final Counter late;
    private final Counter unanswered;
    private final ConcurrentHashMap<AskKey, Question> open = new ConcurrentHashMap<>();

    public PileCommands(
            PileSessions sessions,
            PileDirectory directory,
            GatewayTime time,
            PileEvents events,
            MeterRegistry registry) {
        this.sessions = sessions;
        this.directory = directory;
        this.time = time;
        this.events = events;
        this.late = registry.counter("ohmgate.commands.late");
        this.unanswered = registry.counter("ohmgate.commands.unanswered");
        registry.gauge("ohmgate.commands.open", open, ConcurrentHashMap::size);
    }

    /** Asks when subscribed; fails with a {@link CommandFailure}. Start and stop are no questions but steps of orders. */
    public Mono<PileReport> ask(PileCommand command) {
        return ask(command, DEADLINE);
    }

    public Mono<PileReport> ask(PileCommand command, Duration deadline) {
        AskKey key = AskKey.of(command);
        return Mono.defer(() -> {
            Optional<SessionId> session = sessions.current(command.pileNo());
            Optional<PileLink> link = sessions.linkOf(command.pileNo());
            if (session.isEmpty() || link.isEmpty()) {
                return Mono.error(new CommandFailure.PileOffline(key.toString(), false));
            }
            Question question = new Question(session.get().epoch());
            if (open.size() >= OPEN_MAX || !register(key, question)) {
                return Mono.error(new CommandFailure.Busy(key.toString()));
            }
            link.get().send(command);
            return question.answer
                    .asMono()
                    .timeout(deadline, time.timer())
                    .onErrorMap(TimeoutException.class, timeout -> noReply(key, deadline))
                    .doFinally(signal -> question.abandon(time.nanos().getAsLong()));
        });
    }

    private CommandFailure noReply(AskKey key, Duration deadline) {
        unanswered.increment();
        return new CommandFailure.NoReply(key.toString(), deadline);
    }

    private boolean register(AskKey key, Question question) {
        long now = time.nanos().getAsLong();
        Question winner = open.compute(
                key,
                (same, older) ->
                        older == null || older.epoch != question.epoch || older.isForgettable(now) ? question : older);
        return question.equals(winner);
    }

    /** Something a pile reported: perhaps somebody waits for it. */
    public void reported(SessionId session, PileReport report) {
        AskKey key = AskKey.of(report);
        if (key == null) {
            return;
        }
        Question question = open.get(key);
        boolean answers = question != null && question.epoch == session.epoch() && open.remove(key, question);
        if (answers && question != null && !question.abandoned) {
            question.answer.tryEmitValue(report);
        } else if (key.comesOnlyWhenAsked()) {
            tellLate(key);
        }
    }

    private void tellLate(AskKey key) {
        late.increment();
        PileEntry entry = directory.find(key.pileNo());
        if (entry != null) {
            events.tell(new PileEvent.AnswerCameLate(
                    key.pileNo(),
                    entry.tenantId(),
                    key.kind().name(),
                    time.wall().instant()));
        }
    }

    /** The session is over: what it was asked will not be answered. */
    public void ended(SessionId session) {
        PileEntry entry = directory.find(session.pileNo());
        int guns = entry == null ? 0 : entry.gunCount();
        for (AskKey.Kind kind : AskKey.Kind.values()) {
            for (int gunNo = kind.isOfGun() ? 1 : 0; gunNo <= (kind.isOfGun() ? guns : 0); gunNo++) {
                forget(session, new AskKey(session.pileNo(), gunNo, kind));
            }
        }
    }

    private void forget(SessionId session, AskKey key) {
        Question question = open.get(key);
        if (question != null && question.epoch <= session.epoch() && open.remove(key, question)) {
            question.answer.tryEmitError(new CommandFailure.PileOffline(key.toString(), true));
        }
    }

    int openQuestions() {
        return open.size();
    }

    /** One question. It stays known after it was given up, until its answer comes or cannot come any more. */
    private static final class Question {
        private final long epoch;
        private final Sinks.One<PileReport> answer = Sinks.one();
        private volatile boolean abandoned;
        private volatile long abandonedNanos;

        Question(long epoch) {
            this.epoch = epoch;
        }

        void abandon(long nowNanos) {
            abandonedNanos = nowNanos;
            abandoned = true;
        }

        boolean isForgettable(long nowNanos) {
            return abandoned && nowNanos - abandonedNanos >= LATE_ANSWERS.toNanos();
        }
    }
}
