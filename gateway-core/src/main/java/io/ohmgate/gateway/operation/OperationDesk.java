package io.ohmgate.gateway.operation;

import io.ohmgate.gateway.command.CommandFailure;
import io.ohmgate.gateway.event.PileEvent;
import io.ohmgate.gateway.event.PileEvents;
import io.ohmgate.gateway.link.PileReport;
import io.ohmgate.gateway.link.PileReport.Asked;
import io.ohmgate.gateway.link.PileReport.CommandAnswered;
import io.ohmgate.gateway.link.PileReport.GroundLockReported;
import io.ohmgate.gateway.link.PileReport.LockAlarm;
import io.ohmgate.gateway.link.PileReport.LockPosition;
import io.ohmgate.gateway.link.SessionId;
import io.ohmgate.gateway.pile.PileNo;
import io.ohmgate.gateway.session.GatewayTime;
import io.ohmgate.gateway.session.PileSessions;
import io.ohmgate.gateway.work.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes operations, sends them when their pile is there, and follows each to its end. A step is committed before it has an
 * effect and the steps of one pile come one after the other. What is open is also in memory, so that no report asks the
 * database for anything; after a restart it is read again. An answer counts only for the operation that was sent in its own
 * session (invariants B6), except the end of an update, which may be told in any later one (ykc.md 7.11).
 */
public final class OperationDesk {
    /** Operations sent a sweep: a lock for a thousand piles is no burst. */
    static final int SENT_PER_SWEEP = 200;

    static final Duration SWEEP = Duration.ofSeconds(1);
    /** After a pile was busy, or the database away. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    /** An answer that came is written down however long the database takes to come back; then it is given up and told. */
    private static final int WRITES_MAX = 12;

    /** An operation that its node has not ended so long after its time has no node. */
    static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

    private static final Duration WRITE_FIRST = Duration.ofMillis(200);
    private static final Duration WRITE_PAUSE_MAX = Duration.ofSeconds(20);

    /** The ends of an update (ykc.md 5.46). */
    private static final int UPDATE_DONE = 0;

    private static final int UPDATE_FOR_ANOTHER = 1;
    private static final int UPDATE_DOES_NOT_FIT = 2;
    private static final int UPDATE_NOT_FETCHED = 3;

    private static final String PLATFORM = "platform";
    private static final Logger LOG = LoggerFactory.getLogger(OperationDesk.class);

    private final OperationStore store;
    private final TaskRunner runner;
    private final PileSessions sessions;
    private final GroundLocks locks;
    private final GatewayTime time;
    private final PileEvents events;
    private final OperationHome home;
    private final Retry writeAgain;
    private final OpenOperations open = new OpenOperations();
    private final Lanes<PileNo> lanes = new Lanes<>();
    /** Sent to piles that logged in since the last sweep: what is beyond {@link #SENT_PER_SWEEP} waits for the sweeps. */
    private final AtomicInteger sentAtLogin = new AtomicInteger();

    public OperationDesk(
            OperationStore store,
            TaskRunner runner,
            PileSessions sessions,
            GroundLocks locks,
            GatewayTime time,
            PileEvents events) {
        this(store, runner, sessions, locks, time, events, OperationHome.ALONE);
    }

    /** {@code home} tells which piles' operations are this node's. */
    public OperationDesk(
            OperationStore store,
            TaskRunner runner,
            PileSessions sessions,
            GroundLocks locks,
            GatewayTime time,
            PileEvents events,
            OperationHome home) {
        this.home = home;
        this.store = store;
        this.runner = runner;
        this.sessions = sessions;
        this.locks = locks;
        this.time = time;
        this.events = events;
        this.writeAgain = Retry.backoff(WRITES_MAX, WRITE_FIRST)
                .maxBackoff(WRITE_PAUSE_MAX)
                .scheduler(time.timer())
                .filter(failure -> !(failure instanceof IllegalStateException));
    }

    /** Takes up what was open when the process ended. Whoever was asked in a session of then, answers nobody now. */
    public Mono<Long> recover() {
        return store.allOpen()
                .concatMap(kept -> {
                    OpenOperations.Held held = open.add(kept);
                    boolean answeredInSession =
                            kept.status() == OperationStatus.SENT && kept.kind() != OperationKind.UPDATE_FIRMWARE;
                    return answeredInSession
                            ? end(held, OperationStatus.FAILED, OperationReason.GATEWAY_RESTARTED, null)
                            : Mono.just(kept);
                })
                .count();
    }

    /** Starts to look at deadlines; disposing ends it. */
    public Disposable start() {
        return time.timer()
                .schedulePeriodically(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Keeps an operation and sends it if the pile is there; the answer is awaited by us and not by the caller. Fails with
     * {@link OperationOpenException} if one of its kind is open at the pile or gun.
     */
    public Mono<Operation> submit(OperationDraft draft) {
        return lanes.run(
                draft.pileNo(), Mono.defer(() -> store.open(draft, now())).flatMap(kept -> {
                    if (!home.isHere(kept.pileNo())) {
                        tell(null, kept);
                        home.keptHere(kept.pileNo());
                        return Mono.just(kept);
                    }
                    OpenOperations.Held held = open.add(kept);
                    tell(null, kept);
                    return dispatch(held).onErrorReturn(kept);
                }));
    }

    /** Takes back what was not sent yet; the operation as it is then, empty if it is not open. */
    public Mono<Operation> cancel(PileNo pileNo, long operationId, String by) {
        return lanes.run(pileNo, Mono.defer(() -> {
            OpenOperations.Held held = open.find(pileNo, operationId);
            if (held == null) {
                return cancelKept(pileNo, operationId, by);
            }
            Operation now = held.operation();
            return now.may(OperationStatus.CANCELLED)
                    ? move(held, now.ended(OperationStatus.CANCELLED, OperationReason.TAKEN_BACK, null, now()), by)
                    : Mono.just(now);
        }));
    }

    /** Of a pile that no node holds; the row decides if one does meanwhile. */
    private Mono<Operation> cancelKept(PileNo pileNo, long operationId, String by) {
        if (home.isHere(pileNo)) {
            return Mono.empty();
        }
        return store.openAt(List.of(pileNo))
                .filter(kept -> kept.id() == operationId)
                .next()
                .flatMap(kept -> kept.may(OperationStatus.CANCELLED)
                        ? endKept(kept, OperationStatus.CANCELLED, OperationReason.TAKEN_BACK, by)
                        : Mono.just(kept));
    }

    private Mono<Operation> endKept(Operation kept, OperationStatus end, OperationReason why, String by) {
        Instant now = now();
        Operation after = kept.ended(end, why, null, now);
        return store.move(kept, after, by, now).filter(Boolean::booleanValue).map(moved -> {
            tell(kept, after);
            return after;
        });
    }

    // ---- piles that come and go between nodes ----

    /** Piles have logged in here, or were given something to do by another node: what is open for them is this node's. */
    public Mono<Void> arrived(Collection<PileNo> piles) {
        return store.openAt(piles).doOnNext(this::takeUp).then();
    }

    /** Takes up what is open for piles that are here, in case the news of it was lost. */
    public Mono<Void> lookAgain() {
        return store.allOpen()
                .filter(kept -> home.isHere(kept.pileNo()))
                .doOnNext(this::takeUp)
                .then();
    }

    private void takeUp(Operation kept) {
        if (open.find(kept.pileNo(), kept.id()) == null) {
            sessions.current(kept.pileNo()).ifPresent(session -> {
                OpenOperations.Held held = open.add(kept);
                later(held, same -> carriedOn(held, session));
            });
        }
    }

    /** Whoever was asked in another node's session, answers nobody now. */
    private Mono<Operation> carriedOn(OpenOperations.Held held, SessionId session) {
        Operation operation = held.operation();
        Long epoch = operation.epoch();
        boolean before = epoch != null && epoch < session.epoch();
        if (operation.status() == OperationStatus.SENT && operation.kind() != OperationKind.UPDATE_FIRMWARE && before) {
            return end(held, OperationStatus.FAILED, OperationReason.CONNECTION_LOST, null);
        }
        boolean rebooted =
                operation.kind() == OperationKind.REBOOT && operation.status() == OperationStatus.ACKED && before;
        return rebooted ? end(held, OperationStatus.DONE, null, null) : dispatch(held);
    }

    /** The pile is another node's now. */
    public void left(PileNo pileNo) {
        open.at(pileNo).forEach(open::remove);
    }

    /** Ends what is overdue at piles that no node holds; {@code homeless} leaves those of a list that nobody has. */
    public Mono<Void> endForgotten(Function<Collection<PileNo>, Mono<Set<PileNo>>> homeless) {
        Instant before = now().minus(FORGOTTEN_AFTER);
        return store.allOpen()
                .filter(kept -> kept.dueAt() != null && kept.dueAt().isBefore(before))
                .take(SENT_PER_SWEEP)
                .collectList()
                .flatMap(overdue -> homeless.apply(
                                overdue.stream().map(Operation::pileNo).collect(Collectors.toSet()))
                        .flatMapMany(piles -> Flux.fromIterable(overdue).filter(kept -> piles.contains(kept.pileNo())))
                        .concatMap(this::endOverdue)
                        .then());
    }

    private Mono<Operation> endOverdue(Operation kept) {
        return switch (kept.status()) {
            case WAITING -> endKept(kept, OperationStatus.EXPIRED, OperationReason.WAITED_TOO_LONG, PLATFORM);
            case SENT -> endKept(kept, OperationStatus.EXPIRED, OperationReason.NOT_ANSWERED, PLATFORM);
            case ACKED -> endKept(kept, OperationStatus.FAILED, noEffect(kept.kind()), PLATFORM);
            case DONE, REFUSED, FAILED, EXPIRED, CANCELLED -> Mono.just(kept);
        };
    }

    /** What is open at a pile now. */
    public List<Operation> openAt(PileNo pileNo) {
        return open.at(pileNo).stream().map(OpenOperations.Held::operation).toList();
    }

    /** The same, from the tables if the pile's home is elsewhere. */
    public Flux<Operation> keptAt(PileNo pileNo) {
        return home.isHere(pileNo) ? Flux.fromIterable(openAt(pileNo)) : store.openAt(List.of(pileNo));
    }

    /** Why an operation waits, for those who look at it; null if it does not wait. */
    public @Nullable OperationReason waitsFor(Operation operation) {
        return operation.status() == OperationStatus.WAITING ? runner.mustWait(operation) : null;
    }

    // ---- what piles do ----

    /** A new session: a reboot is proved by it, and what waited can go. */
    public void loggedIn(SessionId session) {
        for (OpenOperations.Held held : open.at(session.pileNo())) {
            later(held, same -> {
                Operation operation = held.operation();
                boolean rebooted = operation.kind() == OperationKind.REBOOT
                        && operation.status() == OperationStatus.ACKED
                        && operation.epoch() != null
                        && operation.epoch() < session.epoch();
                if (rebooted) {
                    return end(held, OperationStatus.DONE, null, null);
                }
                boolean now = operation.status() != OperationStatus.WAITING
                        || sentAtLogin.incrementAndGet() <= SENT_PER_SWEEP;
                return now ? dispatch(held) : Mono.just(operation);
            });
        }
    }

    /** Something a pile reported; only what answers no question in its session is looked at here. */
    public void reported(SessionId session, PileReport report) {
        if (report instanceof GroundLockReported lock) {
            locks.reported(lock);
            OpenOperations.Held held = open.find(lock.pileNo(), lock.gun().gunNo(), OperationKind.GROUND_LOCK);
            if (held != null) {
                later(held, same -> arrived(held));
            }
        } else if (report instanceof CommandAnswered answer && answer.asked() == Asked.FIRMWARE) {
            updated(answer);
        }
    }

    private void updated(CommandAnswered answer) {
        OpenOperations.Held held = open.find(answer.pileNo(), Operation.WHOLE_PILE, OperationKind.UPDATE_FIRMWARE);
        if (held == null || held.operation().status() != OperationStatus.SENT) {
            tellLate(answer.pileNo(), OperationKind.UPDATE_FIRMWARE);
            return;
        }
        later(held, same -> switch (answer.code()) {
            case UPDATE_DONE -> end(held, OperationStatus.DONE, null, answer.code());
            case UPDATE_FOR_ANOTHER ->
                end(held, OperationStatus.REFUSED, OperationReason.PILE_NUMBER_WRONG, answer.code());
            case UPDATE_DOES_NOT_FIT ->
                end(held, OperationStatus.REFUSED, OperationReason.PROGRAM_DOES_NOT_FIT, answer.code());
            case UPDATE_NOT_FETCHED ->
                end(held, OperationStatus.FAILED, OperationReason.DOWNLOAD_TIMED_OUT, answer.code());
            default -> end(held, OperationStatus.FAILED, OperationReason.PILE_SAID_NO, answer.code());
        });
    }

    /** The arm is where it was sent, or says that it cannot get there. */
    private Mono<Operation> arrived(OpenOperations.Held held) {
        Operation operation = held.operation();
        if (operation.status() != OperationStatus.ACKED
                || !(operation.task() instanceof OperationTask.MoveGroundLock move)) {
            return Mono.just(operation);
        }
        GroundLockReported last =
                locks.find(operation.gun()).map(GroundLocks.Seen::report).orElse(null);
        if (last == null) {
            return Mono.just(operation);
        }
        LockPosition wanted = move.raise() ? LockPosition.RAISED : LockPosition.LOWERED;
        if (last.position() == wanted) {
            return end(held, OperationStatus.DONE, null, null);
        }
        return last.alarm() == LockAlarm.STUCK
                ? end(held, OperationStatus.FAILED, OperationReason.LOCK_STUCK, null)
                : Mono.just(operation);
    }

    // ---- sending and hearing ----

    /** In the pile's lane. */
    private Mono<Operation> dispatch(OpenOperations.Held held) {
        Operation operation = held.operation();
        Optional<SessionId> session = sessions.current(operation.pileNo());
        if (operation.status() != OperationStatus.WAITING || session.isEmpty() || runner.mustWait(operation) != null) {
            return Mono.just(operation);
        }
        return move(held, operation.sent(session.get().epoch(), now()), PLATFORM)
                .doOnNext(sent -> ask(held, sent, session.get()));
    }

    private void ask(OpenOperations.Held held, Operation sent, SessionId session) {
        runner.run(sent, session)
                .subscribe(
                        answer -> ifStill(held, sent, same -> answered(held, answer)),
                        failure -> ifStill(held, sent, same -> failed(held, failure)));
    }

    /** Only what is still at the step that was asked for may be answered: an answer never completes anything newer. */
    private void ifStill(OpenOperations.Held held, Operation sent, Change step) {
        later(held, same -> {
            Operation operation = held.operation();
            if (operation.status() != OperationStatus.SENT || !sameEpoch(operation, sent)) {
                tellLate(operation.pileNo(), operation.kind());
                return Mono.just(operation);
            }
            return step.apply(held);
        });
    }

    private static boolean sameEpoch(Operation one, Operation other) {
        return one.epoch() != null && one.epoch().equals(other.epoch());
    }

    private Mono<Operation> answered(OpenOperations.Held held, OperationAnswer answer) {
        return switch (answer) {
            case OperationAnswer.Later later -> Mono.just(held.operation());
            case OperationAnswer.Refused no -> end(held, OperationStatus.REFUSED, no.reason(), no.code());
            case OperationAnswer.Accepted yes ->
                move(held, held.operation().acked(yes.code(), now()), PLATFORM).flatMap(acked -> arrived(held));
        };
    }

    private Mono<Operation> failed(OpenOperations.Held held, Throwable failure) {
        return switch (failure) {
            case CommandFailure.NoReply none -> end(held, OperationStatus.EXPIRED, OperationReason.NOT_ANSWERED, null);
            case CommandFailure.Busy busy -> putBack(held, OperationReason.PILE_BUSY);
            case CommandFailure.PileOffline gone ->
                gone.wasAsked()
                        ? end(held, OperationStatus.FAILED, OperationReason.CONNECTION_LOST, null)
                        : putBack(held, OperationReason.PILE_OFFLINE);
            default -> {
                LOG.atWarn()
                        .addKeyValue("operation", held.operation().id())
                        .setCause(failure)
                        .log("an operation could not be sent and waits");
                yield putBack(held, OperationReason.PLATFORM_BUSY);
            }
        };
    }

    private Mono<Operation> putBack(OpenOperations.Held held, OperationReason why) {
        held.notBefore(time.nanos().getAsLong() + AGAIN_AFTER.toNanos());
        return move(held, held.operation().putBack(why, now()), PLATFORM);
    }

    // ---- time ----

    void sweep() {
        try {
            Instant now = now();
            long nanos = time.nanos().getAsLong();
            int sent = 0;
            sentAtLogin.set(0);
            for (OpenOperations.Held held : open.all()) {
                if (!held.isDue(nanos)) {
                    continue;
                }
                Operation operation = held.operation();
                if (operation.dueAt() != null && !now.isBefore(operation.dueAt())) {
                    held.notBefore(nanos + AGAIN_AFTER.toNanos());
                    later(held, same -> overdue(held));
                } else if (sent < SENT_PER_SWEEP && isReady(operation)) {
                    held.notBefore(nanos + AGAIN_AFTER.toNanos());
                    later(held, same -> dispatch(held));
                    sent++;
                }
            }
        } catch (RuntimeException broken) {
            LOG.atError().setCause(broken).log("the look at operations stumbled");
        }
    }

    private boolean isReady(Operation operation) {
        return operation.status() == OperationStatus.WAITING && runner.mustWait(operation) == null;
    }

    private Mono<Operation> overdue(OpenOperations.Held held) {
        Operation operation = held.operation();
        Instant now = now();
        if (operation.dueAt() == null || now.isBefore(operation.dueAt())) {
            return Mono.just(operation);
        }
        Duration patience = operation.status() == OperationStatus.ACKED
                ? operation.kind().effectWithin()
                : operation.task().answerWithin();
        if (operation.status() != OperationStatus.WAITING && patience != null && runner.isHeldBack(operation)) {
            return move(held, operation.dueLater(now.plus(patience)), PLATFORM);
        }
        return switch (operation.status()) {
            case WAITING -> end(held, OperationStatus.EXPIRED, OperationReason.WAITED_TOO_LONG, null);
            case SENT -> end(held, OperationStatus.EXPIRED, OperationReason.NOT_ANSWERED, null);
            case ACKED -> end(held, OperationStatus.FAILED, noEffect(operation.kind()), null);
            case DONE, REFUSED, FAILED, EXPIRED, CANCELLED -> Mono.just(operation);
        };
    }

    private static OperationReason noEffect(OperationKind kind) {
        return kind == OperationKind.GROUND_LOCK
                ? OperationReason.LOCK_NOT_IN_PLACE
                : OperationReason.DID_NOT_COME_BACK;
    }

    // ---- steps ----

    /** In the pile's lane. */
    Mono<Operation> end(
            OpenOperations.Held held, OperationStatus end, @Nullable OperationReason why, @Nullable Integer code) {
        return move(held, held.operation().ended(end, why, code, now()), PLATFORM);
    }

    private Mono<Operation> move(OpenOperations.Held held, Operation after, String by) {
        Operation before = held.operation();
        return store.move(before, after, by, now()).flatMap(moved -> {
            if (!moved) {
                // Somebody changed the row behind our back; what we hold of it is worth nothing.
                open.remove(held);
                return Mono.error(new IllegalStateException("operation " + before.id() + " moved elsewhere"));
            }
            held.become(after);
            if (!after.isOpen()) {
                open.remove(held);
            }
            if (before.status() != after.status()) {
                tell(before, after);
            }
            return Mono.just(after);
        });
    }

    private void later(OpenOperations.Held held, Change step) {
        lanes.run(
                        held.operation().pileNo(),
                        Mono.defer(() -> held.operation().isOpen() ? step.apply(held) : Mono.empty())
                                .retryWhen(writeAgain))
                .subscribe(
                        after -> {},
                        failure -> LOG.atError()
                                .addKeyValue("operation", held.operation().id())
                                .setCause(failure)
                                .log("a step of an operation was not written"));
    }

    private void tell(@Nullable Operation before, Operation after) {
        events.tell(new PileEvent.OperationMoved(
                after.pileNo(),
                after.tenantId(),
                after.id(),
                after.gunNo(),
                after.kind().name(),
                before == null ? null : before.status().name(),
                after.status().name(),
                after.reason() == null ? null : after.reason().name(),
                now()));
    }

    private void tellLate(PileNo pileNo, OperationKind kind) {
        Long tenantId = runner.tenantOf(pileNo);
        if (tenantId != null) {
            events.tell(new PileEvent.AnswerCameLate(pileNo, tenantId, kind.name(), now()));
        }
    }

    private Instant now() {
        return time.wall().instant();
    }

    @FunctionalInterface
    private interface Change {
        Mono<Operation> apply(OpenOperations.Held held);
    }
}
